WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "ticket" AS "ticket", "service_at_stop" AS "service", "priority_at_stop" AS "priority", "class" AS "class", "target" AS "target", "team" AS "team", "supplier" AS "supplier", "clock" AS "clock", "verdict" AS "verdict", "stopped_at" AS "at", "opened_at" AS "opened_at", "agreement" AS "agreement", "elapsed_seconds" AS "elapsed_seconds"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "customer", "part", "starts", "ends"
FROM "t2" AS "t3"
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "lhs"."customer", "lhs"."ticket", "lhs"."service", "lhs"."priority", "lhs"."class", "lhs"."target", "lhs"."team", "lhs"."supplier", "lhs"."clock", "lhs"."verdict", "lhs"."at", "lhs"."opened_at", "lhs"."agreement", "lhs"."elapsed_seconds", "part", "starts", "ends"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "__duckdb_s1" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s3" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", "priority" AS "priority", "class" AS "class", "target" AS "target", "team" AS "team", "supplier" AS "supplier", "clock" AS "clock", "verdict" AS "verdict", "at" AS "at", "opened_at" AS "opened_at", "agreement" AS "agreement", "elapsed_seconds" AS "elapsed_seconds"
FROM "__duckdb_s2" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n0", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d0", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n1", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d1", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n2", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d2", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n3", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d3", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n4", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d4", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n5", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d5"
FROM "__duckdb_s3" AS "t1"
