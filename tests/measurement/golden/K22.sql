WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "ticket", "customer", "service", "decided_at" AS "at", "decided_at", "in_time"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "lhs"."ticket", "lhs"."customer", "lhs"."service", "lhs"."at", "lhs"."decided_at", "lhs"."in_time", "part", "starts", "ends", "cut"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "ticket", "customer", "service", "at", "decided_at", "in_time", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier"
FROM "__duckdb_s1" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "in_time", "at"
FROM "__duckdb_s2" AS "t1"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "in_time", "at", COALESCE(CAST("in_time" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s3" AS "t1"
