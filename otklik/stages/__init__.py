"""Routes of stages: who answers for a ticket now, and on which conditions it is passed on (ROUTE-4)."""
