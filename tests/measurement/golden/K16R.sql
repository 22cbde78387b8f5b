WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "lhs"."ticket", "lhs"."customer", "lhs"."service", "lhs"."at", "lhs"."held", "part", "starts", "ends", "cut"
FROM "t0" AS "lhs"
INNER JOIN "t1" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "ticket", "customer", "service", "at", "held", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier"
FROM "__duckdb_s0" AS "t2"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "held", "at"
FROM "__duckdb_s1" AS "t2"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "held", "at", COALESCE(CAST("held" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s2" AS "t2"
