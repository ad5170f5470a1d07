@echo off
rem Windows service by NSSM (https://nssm.cc, nssm.exe in the PATH). Run as an administrator in the folder of the program, after
rem `python run.py check` has installed it and .env has been written. To take it away again: nssm remove Jianhuitong confirm
setlocal
if not exist "%CD%\.venv\Scripts\python.exe" (
  echo Run "python run.py check" in this folder first.
  exit /b 1
)
if not exist "%CD%\data" mkdir "%CD%\data"
nssm install Jianhuitong "%CD%\.venv\Scripts\python.exe" -m bot serve || exit /b 1
nssm set Jianhuitong AppDirectory "%CD%"
nssm set Jianhuitong AppEnvironmentExtra PYTHONUTF8=1 OPENBLAS_NUM_THREADS=1
nssm set Jianhuitong AppStdout "%CD%\data\serve.log"
nssm set Jianhuitong AppStderr "%CD%\data\serve.log"
nssm set Jianhuitong AppRotateFiles 1
nssm set Jianhuitong AppRotateOnline 1
nssm set Jianhuitong AppRotateBytes 10485760
rem Ctrl+C first, and 15 seconds for it: the bot stops by itself within 5, with everything kept
nssm set Jianhuitong AppStopMethodConsole 15000
nssm set Jianhuitong AppExit Default Restart
nssm set Jianhuitong AppRestartDelay 5000
nssm set Jianhuitong Start SERVICE_DELAYED_AUTO_START
nssm start Jianhuitong
