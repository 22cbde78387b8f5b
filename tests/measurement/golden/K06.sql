WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", (
lag("state", 1) over (partition by "source", "ticket" order by "seq" asc nulls first )
) AS "before"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "before", (
lag("at", -1) over (partition by "source", "ticket" order by "seq" asc nulls first )
) AS "next_at", (
lag("by", -1) over (partition by "source", "ticket" order by "seq" asc nulls first )
) AS "next_by", (
max(CAST(COALESCE(("state" = 'ended'), FALSE) AS BIGINT)) over (partition by "source", "ticket"  )
) AS "is_ended"
FROM "__duckdb_s0" AS "t1"
WHERE ((("before" IS NULL) OR ((contains(['running', 'pending'], "before") != contains(['running', 'pending'], "state")) OR (("state" = 'ended') AND ("before" != 'ended')))))
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "before", "next_at", "next_by", "is_ended", CAST(COALESCE((("next_by" = 'reopened') AND (("next_at" - "at") <= 1209600)), FALSE) AS BIGINT) AS "soon"
FROM "__duckdb_s1" AS "t1"
WHERE (((("state" = 'stopped') AND ("is_ended" = 0)) AND (NOT "marked_out")))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."marked_out", "lhs"."escalated", "lhs"."before", "lhs"."next_at", "lhs"."next_by", "lhs"."is_ended", "lhs"."soon", "part", "starts", "ends", "cut"
FROM "__duckdb_s2" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s4" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "before", "next_at", "next_by", "is_ended", "soon", "part", "starts", "ends", "cut", CAST(NULL AS VARCHAR) AS "target"
FROM "__duckdb_s3" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
),
"__duckdb_s5" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "seq", "at", "opened_at", "marked_out", "escalated", "before", "next_at", "next_by", "is_ended", "soon", "part", "starts", "ends", "cut", "target", (
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
