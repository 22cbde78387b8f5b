WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", "team" AS "team", "supplier" AS "supplier", "at" AS "at"
FROM "t0" AS "t1"
WHERE (("seq" = 0))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t2" AS "t3"
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."priority", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."at", "part", "starts", "ends"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "__duckdb_s1" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", CAST(NULL AS VARCHAR) AS "target", "team" AS "team", "supplier" AS "supplier", "at" AS "at"
FROM "__duckdb_s2" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", COALESCE(CAST(1 AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s3" AS "t1"
