WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", CAST(COALESCE((("next_by" = 'reopened') AND (("next_at" - "at") <= 1209600)), FALSE) AS BIGINT) AS "soon"
FROM "t0" AS "t1"
WHERE ("turns") AND (((("state" = 'stopped') AND (NOT "is_ended")) AND (NOT "marked_out")))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", "team" AS "team", "supplier" AS "supplier", "source" AS "source", "seq" AS "seq", "soon" AS "soon", "at" AS "at"
FROM "__duckdb_s0" AS "t1"
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t2" AS "t3"
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."priority", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."source", "lhs"."seq", "lhs"."soon", "lhs"."at", "part", "starts", "ends"
FROM "__duckdb_s1" AS "lhs"
INNER JOIN "__duckdb_s2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", CAST(NULL AS VARCHAR) AS "target", "team" AS "team", "supplier" AS "supplier", "source" AS "source", "seq" AS "seq", "soon" AS "soon", "at" AS "at"
FROM "__duckdb_s3" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "source", "seq", "soon", "at", (
max("soon") over (partition by "source", "ticket", "part"  )
) AS "reopened_soon", (
max("seq") over (partition by "source", "ticket", "part"  )
) AS "latest"
FROM "__duckdb_s4" AS "t1"
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "reopened_soon", "at"
FROM "__duckdb_s5" AS "t1"
WHERE (("seq" = "latest"))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "reopened_soon", "at", COALESCE(CAST("reopened_soon" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s6" AS "t1"
