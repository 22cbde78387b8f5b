WITH "__duckdb_s0" AS NOT MATERIALIZED (
SELECT "customer", "part", "service", "agreement", "agreed", "lost", "outages", "allowance", ("outages" * 100) AS "outages_scaled", "service" AS "ticket"
FROM "t0" AS "t1"
),
"__duckdb_s1" AS NOT MATERIALIZED (
SELECT "customer" AS "customer", "part" AS "part", "ticket" AS "ticket", "service" AS "service", CAST(NULL AS VARCHAR) AS "priority", CAST(NULL AS VARCHAR) AS "class", CAST(NULL AS VARCHAR) AS "target", CAST(NULL AS VARCHAR) AS "team", CAST(NULL AS VARCHAR) AS "supplier", "agreement" AS "agreement", "agreed" AS "agreed", "lost" AS "lost", "outages" AS "outages", "outages_scaled" AS "outages_scaled", "allowance" AS "allowance"
FROM "__duckdb_s0" AS "t1"
)
SELECT "customer", "part", "ticket", "service", "priority", "class", "target", "team", "supplier", "agreement", "agreed", "lost", "outages", "outages_scaled", "allowance", COALESCE(CAST(("agreed" - "lost") AS BIGINT), 0) AS "n0", COALESCE(CAST("agreed" AS BIGINT), 0) AS "d0"
FROM "__duckdb_s1" AS "t1"
