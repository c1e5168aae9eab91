"""A host table for runs that touch nobody: apart from the rest, so that a program under test loads quickly."""

#: A table of one host. No name in it is looked up, and no address is another machine's.
TINY = """\
version: 1
updated: 2026-01-31
operator: Laboratory
hosts:
  - id: lab
    label: Laboratorio español
    host: 127.0.0.1
    ports: [4000, 4001]
    group: gateway
    region: europe
    role: primary
    service: Gateway, laboratory
    required: true
    source: a test
    evidence: single
"""
