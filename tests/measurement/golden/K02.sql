WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "ticket", "clock", "verdict", "agreement", "target", "customer", "class", "team", "supplier", "service_at_decision", "priority_at_decision", "service_at_stop", "priority_at_stop", "decided_at", "stopped_at", "opened_at", "elapsed_seconds", "decided_at" AS "at", "service_at_decision" AS "service", "priority_at_decision" AS "priority"
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
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "clock", "verdict", "at", "opened_at", "agreement", "elapsed_seconds", COALESCE(CAST(((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AND ("verdict" = 'met')) AS BIGINT), 0) AS "n0", COALESCE(CAST((contains(['met', 'breached'], "verdict") AND ("clock" = 'response')) AS BIGINT), 0) AS "d0"
FROM "__duckdb_s2" AS "t1"
