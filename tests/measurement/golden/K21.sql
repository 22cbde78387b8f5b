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
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", CAST(1 AS BIGINT) AS "is_ticket", CAST(0 AS BIGINT) AS "is_complaint"
FROM "__duckdb_s3" AS "t1"
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service" AS "service", "at" AS "at"
FROM "t4" AS "t5"
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t2" AS "t3"
),
"__duckdb_s7" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."at", "part", "starts", "ends"
FROM "__duckdb_s5" AS "lhs"
INNER JOIN "__duckdb_s6" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s8" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", CAST(NULL AS VARCHAR) AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier", "at" AS "at"
FROM "__duckdb_s7" AS "t5"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s9" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", CAST(0 AS BIGINT) AS "is_ticket", CAST(1 AS BIGINT) AS "is_complaint"
FROM "__duckdb_s8" AS "t5"
),
"__duckdb_s10" AS NOT MATERIALIZED (
SELECT *
FROM "__duckdb_s4" AS "t1" UNION ALL SELECT *
FROM "__duckdb_s9" AS "t5"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "at", "is_ticket", "is_complaint", COALESCE(CAST("is_complaint" AS BIGINT), 0) AS "n0", COALESCE(CAST("is_ticket" AS BIGINT), 0) AS "d0"
FROM "__duckdb_s10" AS "t1"
