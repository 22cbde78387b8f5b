WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", (
max(CAST(COALESCE(("state" = 'ended'), FALSE) AS BIGINT)) over (partition by "source", "ticket"  )
) AS "is_ended"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT *
FROM "__duckdb_s0" AS "t1"
WHERE ((((("seq" = 0) AND ("is_ended" = 0)) AND ("class" = 'incident')) AND (NOT "marked_out")))
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "source", "ticket", "problem_closed_at"
FROM "t2" AS "t3"
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."marked_out", "lhs"."escalated", "lhs"."is_ended", "problem_closed_at"
FROM "__duckdb_s1" AS "lhs" LEFT JOIN "__duckdb_s2" AS "rhs" ON (("lhs"."source" = "rhs"."source") AND ("lhs"."ticket" = "rhs"."ticket"))
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "is_ended", "problem_closed_at", CAST(COALESCE(("problem_closed_at" <= "at"), FALSE) AS BIGINT) AS "recurs"
FROM "__duckdb_s3" AS "t1"
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."marked_out", "lhs"."escalated", "lhs"."is_ended", "lhs"."problem_closed_at", "lhs"."recurs", "part", "starts", "ends", "cut"
FROM "__duckdb_s4" AS "lhs"
INNER JOIN "t4" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "is_ended", "problem_closed_at", "recurs", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "target"
FROM "__duckdb_s5" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s7" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "recurs", "at"
FROM "__duckdb_s6" AS "t1"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "recurs", "at", COALESCE(CAST("recurs" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s7" AS "t1"
