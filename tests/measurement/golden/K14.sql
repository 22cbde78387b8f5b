WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT *
FROM "t0" AS "t1"
WHERE ((((("seq" = 0) AND (NOT "is_ended")) AND ("class" = 'incident')) AND (NOT "marked_out")))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "source", "ticket", "problem_closed_at"
FROM "t2" AS "t3"
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."was", "lhs"."service_before", "lhs"."priority_before", "lhs"."next_by", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."until", "lhs"."next_at", "lhs"."marked_out", "lhs"."escalated", "lhs"."turns", "lhs"."is_ended", "problem_closed_at"
FROM "__duckdb_s0" AS "lhs" LEFT JOIN "__duckdb_s1" AS "rhs" ON (("lhs"."source" = "rhs"."source") AND ("lhs"."ticket" = "rhs"."ticket"))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", "problem_closed_at", CAST(COALESCE(("problem_closed_at" <= "at"), FALSE) AS BIGINT) AS "recurs"
FROM "__duckdb_s2" AS "t1"
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", "team" AS "team", "supplier" AS "supplier", "recurs" AS "recurs", "at" AS "at"
FROM "__duckdb_s3" AS "t1"
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t4" AS "t5"
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."priority", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."recurs", "lhs"."at", "part", "starts", "ends"
FROM "__duckdb_s4" AS "lhs"
INNER JOIN "__duckdb_s5" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s7" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", CAST(NULL AS VARCHAR) AS "target", "team" AS "team", "supplier" AS "supplier", "recurs" AS "recurs", "at" AS "at"
FROM "__duckdb_s6" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "recurs", "at", COALESCE(CAST("recurs" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s7" AS "t1"
