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
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", COALESCE(CAST(1 AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s3" AS "t1"
