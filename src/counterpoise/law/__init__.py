"""Which rules of the Arms Export Control Act apply to a proposed transfer, when each clock ends, and why.

Law is dated data in `data/`, one provision a file; rules are pure functions of facts and of the law in force; every
answer lists what it rests on. `clock.review_clock` is the one public function most callers need.
"""
