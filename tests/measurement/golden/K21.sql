WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT *
FROM "t0" AS "t1"
WHERE (("seq" = 0))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."marked_out", "lhs"."escalated", "part", "starts", "ends", "cut"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "target"
FROM "__duckdb_s1" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at"
FROM "__duckdb_s2" AS "t1"
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", CAST(1 AS BIGINT) AS "is_ticket", CAST(0 AS BIGINT) AS "is_complaint"
FROM "__duckdb_s3" AS "t1"
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "lhs"."ticket", "lhs"."customer", "lhs"."service", "lhs"."at", "lhs"."decided_at", "lhs"."in_time", "part", "starts", "ends", "cut"
FROM "t3" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "ticket", "customer", "service", "at", "decided_at", "in_time", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier"
FROM "__duckdb_s5" AS "t4"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s7" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at"
FROM "__duckdb_s6" AS "t4"
),
"__duckdb_s8" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", CAST(0 AS BIGINT) AS "is_ticket", CAST(1 AS BIGINT) AS "is_complaint"
FROM "__duckdb_s7" AS "t4"
),
"__duckdb_s9" AS NOT MATERIALIZED (
SELECT *
FROM "__duckdb_s4" AS "t1" UNION ALL SELECT *
FROM "__duckdb_s8" AS "t4"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", "is_ticket", "is_complaint", COALESCE(CAST("is_complaint" AS BIGINT), 0) AS "n0", COALESCE(CAST("is_ticket" AS BIGINT), 0) AS "d0"
FROM "__duckdb_s9" AS "t1"
