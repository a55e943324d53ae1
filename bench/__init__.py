"""The benchmark suite: `make bench` (ONLY=list, SIZE=100000, COMPARE=old.json).

Real servers as deployed, on both engines, over data sets of 10,000 and 100,000 tickets, with more than
fifty signed-in agents, a thousand different tickets and a few writes a second. What binds is the CPU time of
a request, server and database apart; wall clock stands beside it, the best of five rounds, because a machine
can be slowed down by others and never sped up.
"""
