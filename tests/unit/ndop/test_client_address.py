import ipaddress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from ndop.middleware.client_address import ClientAddressMiddleware, client_address, client_network, find_address

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))
behind_proxy = override_settings(TRUSTED_PROXIES=PROXIES)


def arrive(peer, forwarded=None, **headers):
    """Send a request through the middleware; return it as views see it."""
    seen = []
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **extra, **headers)
    ClientAddressMiddleware(lambda request: seen.append(request) or HttpResponse())(request)
    return seen[0]


@behind_proxy
def test_T06_thirty_forged_headers_from_one_peer_are_one_address():
    forged = [f"198.51.100.{n}, 203.0.113.9" for n in range(30)]
    assert {client_network(arrive("10.0.0.1", header)) for header in forged} == {"203.0.113.9/32"}


@behind_proxy
def test_T06_two_peers_behind_the_proxy_are_counted_apart():
    first, second = arrive("10.0.0.1", "203.0.113.9"), arrive("10.0.0.1", "203.0.113.10")
    assert client_network(first) != client_network(second)


@behind_proxy
def test_T06_a_peer_that_is_no_proxy_speaks_for_nobody():
    assert client_address(arrive("203.0.113.9", "198.51.100.1")) == "203.0.113.9"


@override_settings(TRUSTED_PROXIES=())
def test_T06_without_proxies_the_header_means_nothing():
    assert client_address(arrive("10.0.0.1", "198.51.100.1")) == "10.0.0.1"


@behind_proxy
def test_T06_a_chain_of_own_proxies_is_walked_to_the_first_stranger():
    assert client_address(arrive("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.3, 10.0.0.2")) == "203.0.113.9"


@behind_proxy
@pytest.mark.parametrize(
    "header", ["", ",", " , ", "unknown", "203.0.113.9:4000", "<script>", "999.1.1.1", "1.1.1.1, x"]
)
def test_T06_a_malformed_header_leaves_the_proxy_itself(header):
    assert client_address(arrive("10.0.0.1", header)) == "10.0.0.1"


@behind_proxy
def test_T06_one_ipv6_subscriber_is_one_network():
    first, second = arrive("fd00::1", "2001:db8:1:2::1"), arrive("fd00::1", "2001:db8:1:2:ffff::9")
    other = arrive("fd00::1", "2001:db8:1:3::1")
    assert client_network(first) == client_network(second) == "2001:db8:1:2::/64"
    assert client_network(other) != client_network(first)


@behind_proxy
def test_T06_ipv4_peers_of_a_dual_stack_socket_are_counted_apart():
    first, second = arrive("::ffff:203.0.113.9"), arrive("::ffff:203.0.113.10")
    assert client_network(first) == "203.0.113.9/32"
    assert client_network(second) != client_network(first)
    assert client_address(arrive("::ffff:10.0.0.1", "203.0.113.9")) == "203.0.113.9"


@behind_proxy
def test_T06_nobody_after_the_middleware_sees_the_header():
    assert "HTTP_X_FORWARDED_FOR" not in arrive("10.0.0.1", "203.0.113.9").META


@behind_proxy
@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_T06_only_a_proxy_may_claim_https():
    assert arrive("10.0.0.1", HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not arrive("203.0.113.9", HTTP_X_FORWARDED_PROTO="https").is_secure()


@given(st.text(max_size=60), st.sampled_from(["10.0.0.1", "203.0.113.9", "", "::1", "not an address", "fe80::1%eth0"]))
def test_T06_whatever_is_sent_an_address_comes_out(header, peer):
    with behind_proxy:
        found = find_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": header})
    assert ipaddress.ip_address(found)


@override_settings(TRUSTED_PROXIES=())
def test_T06_a_link_local_peer_has_a_network():
    assert client_network(arrive("fe80::1%eth0")) == "fe80::/64"
