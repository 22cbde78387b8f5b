WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "lhs"."ticket", "lhs"."customer", "lhs"."service", "lhs"."priority", "lhs"."at", "lhs"."closed_at", "lhs"."found_at", "part", "starts", "ends", "cut"
FROM "t0" AS "lhs"
INNER JOIN "t1" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "ticket", "customer", "service", "priority", "at", "closed_at", "found_at", "part", "starts", "ends", "cut", CAST(COALESCE(("closed_at" < least("ends", ("cut" + 1))), FALSE) AS BIGINT) AS "is_closed", CAST(COALESCE(("found_at" < least("ends", ("cut" + 1))), FALSE) AS BIGINT) AS "cause_found"
FROM "__duckdb_s0" AS "t2"
WHERE ((("at" < least("ends", ("cut" + 1))) AND (("closed_at" IS NULL) OR ("closed_at" >= "starts"))))
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier", "is_closed" AS "is_closed", "cause_found" AS "cause_found", "at" AS "at"
FROM "__duckdb_s1" AS "t2"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "is_closed", "cause_found", "at", COALESCE(CAST("is_closed" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s2" AS "t2"
