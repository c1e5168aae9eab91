"""Names in reports that scripts rely on: none is lost, and none is renamed."""

from conntest.model.failure import Failure, Operation

#: contract.md, "The JSON report".
OPERATIONS = "resolve connect proxy_connect tls_handshake http_round_trip gateway_greeting"
FAILURES = """
dns_nxdomain_error dns_no_answer dns_servfail_error dns_refused_error dns_timeout dns_bogon_error dns_server_error
connection_refused connection_reset connection_aborted host_unreachable network_unreachable network_down
generic_timeout_error permission_denied address_not_available eof_error local_resources_exhausted
ssl_invalid_hostname ssl_unknown_authority ssl_expired ssl_not_yet_valid ssl_self_signed ssl_alert ssl_not_spoken
ssl_failed_handshake
socks_server_failure socks_connection_not_allowed socks_network_unreachable socks_host_unreachable
socks_connection_refused socks_ttl_expired socks_command_not_supported socks_address_not_supported
socks_no_acceptable_auth socks_auth_failed socks_not_spoken
http_proxy_auth_required http_proxy_connect_rejected http_proxy_bad_gateway http_proxy_not_spoken
unexpected_protocol unknown_failure
"""


def test_every_name_of_the_contract_is_in_use() -> None:
    assert not set(OPERATIONS.split()) - set(Operation)
    assert not set(FAILURES.split()) - set(Failure)
