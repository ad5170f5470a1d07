"""QQ through a OneBot v11 program (NapCat, LLOneBot, Lagrange …) that a federation runs with an account of its own.

websocket_server.py  the programs that are connected to us, and calls to them
segments.py          messages as arrays or CQ codes
parse.py             wire → question
deliveries.py        whether something that got no echo has arrived
history.py           what was said before, read back
silence_alarm.py     silence in office time
transport.py         all of it as a transport
"""
