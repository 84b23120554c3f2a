from iok_core.cli import main

main()
