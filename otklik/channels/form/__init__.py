"""The public form: requests without an account (REG-10). Name and address are given, not proven.

What is registered here is known as no more than "somebody who gave this address": the page never tells
whether the address is known, and nothing of older requests is shown. The confirmation goes to the address
alone.
"""
