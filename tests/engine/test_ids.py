"""Addresses are read as salted hashes and domains only; short Salesforce ids become long ones."""

from __future__ import annotations

import hashlib

from dashboard.engine.database import open_in_memory
from dashboard.engine.ids import set_email_salt
from tests.engine.reader import read

BOTH = {"Email": "email_hash"}


def hashed(address: str, salt: str) -> str:
    return hashlib.sha256((salt + address).encode()).hexdigest()[:32]


def test_an_address_is_hashed_with_the_salt_whatever_its_spelling(tmp_path):
    database = open_in_memory()
    set_email_salt(database, "pepper")
    content = "Email,x\nann@example.com,1\n Ann@Example.COM ,2\nAnn Lee <ann@example.com>,3\n"
    found = read(tmp_path, content, BOTH, database=database)
    assert found.rows == [(hashed("ann@example.com", "pepper"),)] * 3


def test_without_a_salt_no_address_is_hashed(tmp_path):
    assert read(tmp_path, "Email,x\nann@example.com,1\n", BOTH).rows == [(None,)]


def test_a_domain_is_what_stands_behind_the_at(tmp_path):
    content = "Email,x\nann@Mail.Example.com,1\nann,2\n,3\nAnn <ann@example.com>,4\n@,5\n"
    found = read(tmp_path, content, {"Email": "email_domain"})
    assert found.rows == [("mail.example.com",), (None,), (None,), ("example.com",), (None,)]
    assert found.quarantined == 0


def test_an_id_of_15_characters_gets_its_check_characters(tmp_path):
    content = "Id,x\n0061a00000AbCdE,1\n0061a00000AbCdEAA1,2\n001000000000000,3\nshort,4\n"
    found = read(tmp_path, content, {"Id": "salesforce_id"})
    assert found.rows == [
        (_by_hand("0061a00000AbCdE"),),
        ("0061a00000AbCdEAA1",),
        ("001000000000000AAA",),
        ("short",),
    ]


def test_of_an_object_only_its_id_is_read(tmp_path):
    content = (
        "Owner,x\n"
        '"{""id"": 7, ""name"": ""Ann"", ""email"": ""ann@example.com"", ""value"": 7}",1\n'
        '"{""name"": ""Ann"", ""phone"": [{""value"": ""0123""}], ""value"": 9}",2\n'
        '"{""id"":""a-1""}",3\n'
        "12,4\n"
        '"{""name"": ""Ann""}",5\n'
    )
    found = read(tmp_path, content, {"Owner": "object_id"})
    assert found.rows == [("7",), ("9",), ("a-1",), ("12",), (None,)]


def _by_hand(short: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    chunks = (short[:5], short[5:10], short[10:])
    return short + "".join(
        letters[int("".join("01"[each.isupper()] for each in reversed(chunk)), 2)]
        for chunk in chunks
    )
