WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT *
FROM "t0" AS "t1"
WHERE (contains(['running', 'pending'], "state"))
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "lhs"."source", "lhs"."ticket", "lhs"."by", "lhs"."state", "lhs"."service", "lhs"."priority", "lhs"."line", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."was", "lhs"."service_before", "lhs"."priority_before", "lhs"."next_by", "lhs"."seq", "lhs"."at", "lhs"."opened_at", "lhs"."until", "lhs"."next_at", "lhs"."marked_out", "lhs"."escalated", "lhs"."turns", "lhs"."is_ended", "part", "starts", "ends", "cut"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "source", "ticket", "by", "state", "service", "priority", "line", "customer", "class", "team", "supplier", "was", "service_before", "priority_before", "next_by", "seq", "at", "opened_at", "until", "next_at", "marked_out", "escalated", "turns", "is_ended", "part", "starts", "ends", "cut", (CASE WHEN (86400 != 0) THEN (CASE WHEN (CASE WHEN (typeof(((least("ends", "cut") - "opened_at") // 86400)) IN ('FLOAT', 'DOUBLE')) THEN (((least("ends", "cut") - "opened_at") // 86400) < trunc(((least("ends", "cut") - "opened_at") // 86400))) ELSE ((((least("ends", "cut") - "opened_at") % 86400) != 0) AND (((least("ends", "cut") - "opened_at") < 0) != (86400 < 0))) END) THEN (trunc(((least("ends", "cut") - "opened_at") // 86400)) - 1) ELSE trunc(((least("ends", "cut") - "opened_at") // 86400)) END) ELSE NULL END) AS "age_days"
FROM "__duckdb_s1" AS "t1"
WHERE ((("at" < "ends") AND (("until" IS NULL) OR ("until" >= "ends"))))
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", CAST(NULL AS VARCHAR) AS "target", "team" AS "team", "supplier" AS "supplier", "age_days" AS "age_days", "opened_at" AS "opened_at", "state" AS "state"
FROM "__duckdb_s2" AS "t1"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "age_days", "opened_at", "state", COALESCE(CAST((("age_days" >= 0) AND ("age_days" <= 1)) AS BIGINT), 0) AS "n0", COALESCE(CAST(1 AS BIGINT), 0) AS "d0", COALESCE(CAST((("age_days" >= 2) AND ("age_days" <= 3)) AS BIGINT), 0) AS "n1", COALESCE(CAST(1 AS BIGINT), 0) AS "d1", COALESCE(CAST((("age_days" >= 4) AND ("age_days" <= 7)) AS BIGINT), 0) AS "n2", COALESCE(CAST(1 AS BIGINT), 0) AS "d2", COALESCE(CAST((("age_days" >= 8) AND ("age_days" <= 14)) AS BIGINT), 0) AS "n3", COALESCE(CAST(1 AS BIGINT), 0) AS "d3", COALESCE(CAST((("age_days" >= 15) AND ("age_days" <= 30)) AS BIGINT), 0) AS "n4", COALESCE(CAST(1 AS BIGINT), 0) AS "d4", COALESCE(CAST(("age_days" >= 31) AS BIGINT), 0) AS "n5", COALESCE(CAST(1 AS BIGINT), 0) AS "d5"
FROM "__duckdb_s3" AS "t1"
