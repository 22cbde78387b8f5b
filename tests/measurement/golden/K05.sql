WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", CAST(COALESCE((("state" = 'stopped') AND (("next_by" = 'reopened') AND (("next_at" - "at") <= 604800))), FALSE) AS BIGINT) AS "back"
FROM "t0" AS "t1"
WHERE ("turns") AND ((NOT ("line" IS NULL)))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", "back", (
max("back") over (partition by "source", "ticket"  )
) AS "came_back"
FROM "__duckdb_s0" AS "t1"
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", "back", "came_back", CAST(COALESCE(((("line" = '1') AND (NOT "escalated")) AND ("came_back" = 0)), FALSE) AS BIGINT) AS "by_first_line"
FROM "__duckdb_s1" AS "t1"
WHERE (((("state" = 'stopped') AND ("next_at" IS NULL)) AND (NOT "marked_out")))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", "team" AS "team", "supplier" AS "supplier", "line" AS "line", "by_first_line" AS "by_first_line", "at" AS "at"
FROM "__duckdb_s2" AS "t1"
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t2" AS "t3"
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."priority", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."line", "lhs"."by_first_line", "lhs"."at", "part", "starts", "ends"
FROM "__duckdb_s3" AS "lhs"
INNER JOIN "__duckdb_s4" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s6" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", CAST(NULL AS VARCHAR) AS "target", "team" AS "team", "supplier" AS "supplier", "line" AS "line", "by_first_line" AS "by_first_line", "at" AS "at"
FROM "__duckdb_s5" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "line", "by_first_line", "at", COALESCE(CAST("by_first_line" AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0"
FROM "__duckdb_s6" AS "t1"
