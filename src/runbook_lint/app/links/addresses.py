"""Which addresses may be asked: public ones, and those that somebody allowed by name."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From a host and a port to its addresses; raises socket.gaierror as getaddrinfo does."""

_NAT64 = IPv6Network("64:ff9b::/96")
_EVERYBODY = IPv6Network("2000::/3")
"""All of IPv6 that is given out to be reached from anywhere (RFC 4291 and IANA's registry)."""
_NOBODY = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",  # the last one answers Azure's machines as their host
        "3fff::/20",
    )
)  # fmt: skip
"""What older Pythons call global, and what is public by its number alone."""
_ISATAP = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts and networks that are asked though they are not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def takes(self, host: str, address: str) -> bool:
        """Whether an address of a host may be reached."""
        return host in self.hosts or is_public(address) or any(_ip(address) in net for net in self.networks)

    def names(self, host: str) -> bool:
        """Whether a host stands here by its name or its address, and so is one of ours."""
        known = one_name(host)
        try:
            address = ip_address(known)
        except ValueError:
            return known in self.hosts
        return known in self.hosts or any(address in network for network in self.networks)


def allowed(given: Iterable[str]) -> Allowed:
    """What `--allow-private` names: hosts, addresses or networks."""
    hosts: set[str] = set()
    networks: list[IPv4Network | IPv6Network] = []
    for text in given:
        try:
            networks.append(ip_network(text.strip("[]"), strict=False))
        except ValueError:
            if not text or set(text) & set("/:@*? "):
                raise UsageError(f"--allow-private {text}: give a host, an address or a network: 10.1.0.0/16") from None
            hosts.add(one_name(text))
    return Allowed(frozenset(hosts), tuple(networks))


def is_public(address: str) -> bool:
    """Whether an address is anybody's: not private, not of this machine or link, not one that hides such a one."""
    ip = _ip(address)
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _behind(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _EVERYBODY:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _NOBODY)


def one_name(host: str) -> str:
    """A host by the name under which it is remembered: an address has many spellings (`127.1`, `0x7f000001`)."""
    plain = host.strip("[]").casefold().rstrip(".")
    with suppress(UnicodeError):
        plain = plain.encode("idna").decode("ascii")
    with suppress(ValueError):
        return str(ip_address(plain))
    with suppress(OSError, UnicodeError):
        return socket.inet_ntoa(socket.inet_aton(plain))
    return plain


def _ip(address: str) -> IPv4Address | IPv6Address:
    return ip_address(address.partition("%")[0])


def _behind(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address at the end of one that a gateway translates or that leads into a tunnel."""
    inner = ip in _NAT64 or int(ip) >> 32 & 0xFFFFFFFF in _ISATAP
    return IPv4Address(int(ip) & 0xFFFFFFFF) if inner else None


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's own resolver, which also reads `127.1` and `0x7f000001`."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))
