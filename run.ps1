# Windows 10/11: set everything up and serve the demo organisation.  .\run.ps1 [-NoServe] [-Port 8000]
param([switch]$NoServe, [int]$Port = 8000)
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
if (-not (Test-Path ".venv\Scripts\fuwubao.exe")) {
    py -3 -m venv .venv
    & .venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check -r requirements\run.txt
    & .venv\Scripts\python.exe scripts\assets.py
    & .venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-deps -e .
}
if ($NoServe) { & .venv\Scripts\fuwubao.exe demo --no-serve } else { & .venv\Scripts\fuwubao.exe demo --port $Port }
