WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "ticket", "clock", "verdict", "agreement", "target", "customer", "class", "team", "supplier", "service_at_decision", "priority_at_decision", "service_at_stop", "priority_at_stop", "decided_at", "stopped_at", "opened_at", "elapsed_seconds", "stopped_at" AS "at", "service_at_stop" AS "service", "priority_at_stop" AS "priority"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "lhs"."ticket", "lhs"."clock", "lhs"."verdict", "lhs"."agreement", "lhs"."target", "lhs"."customer", "lhs"."class", "lhs"."team", "lhs"."supplier", "lhs"."service_at_decision", "lhs"."priority_at_decision", "lhs"."service_at_stop", "lhs"."priority_at_stop", "lhs"."decided_at", "lhs"."stopped_at", "lhs"."opened_at", "lhs"."elapsed_seconds", "lhs"."at", "lhs"."service", "lhs"."priority", "part", "starts", "ends", "cut"
FROM "__duckdb_s0" AS "lhs"
INNER JOIN "t2" AS "rhs" ON ("lhs"."customer" = "rhs"."customer")
),
"__duckdb_s2" AS NOT MATERIALIZED (
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds"
FROM "__duckdb_s1" AS "t1"
WHERE ((("at" >= "starts") AND ("at" < "ends")))
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n0", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d0", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n1", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d1", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n2", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d2", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n3", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d3", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n4", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d4", COALESCE(CAST((CASE WHEN (contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) THEN "elapsed_seconds" ELSE NULL END) AS BIGINT), 0) AS "n5", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'resolution')) AS BIGINT), 0) AS "d5"
FROM "__duckdb_s2" AS "t1"
