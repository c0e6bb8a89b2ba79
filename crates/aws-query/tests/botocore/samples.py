"""One value of every shape that an offered operation takes or gives, with every member present.

    python3 samples.py write    > samples.jsonl    botocore's own serializer spells each value as parameters
    python3 samples.py examples > examples.jsonl   the same of the examples that Amazon documents
    python3 samples.py compare  < answers.jsonl    botocore's own parser reads back what aws-query answers

The values follow the models' constraints, so that a server must take them. botocore is the one
dependency (`pip install botocore`).
"""

import base64
import datetime
import json
import pathlib
import re
import sys
import urllib.parse

import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize

MODELS = pathlib.Path(__file__).parent / "../../models"
CANDIDATES = [
    "s <&\"é",
    "s t",
    "s",
    "/s/",
    "/",
    "v1",
    "123456",
    "arn:aws:iam::123456789012:role/s",
    "arn:aws:backup:us-east-1:123456789012:recovery-point:s",
    "arn:aws:rds:us-east-1:123456789012:cluster:s",
    "arn:aws:rds:us-east-1:123456789012:integration:12345678-1234-1234-1234-123456789012",
]
MOMENT = datetime.datetime(2025, 1, 15, 12, 0, 0, tzinfo=datetime.timezone.utc)


def offered():
    service = version = None
    for line in (MODELS / "operations.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            service, version, *ours = line.strip("[]").split()
            model = botocore.model.ServiceModel(own_model(service) if ours else amazons_model(service, version), service)
        elif line:
            yield service, model.operation_model(line)


def amazons_model(service, version):
    # Not `load_service_model`: it adds members that only a client knows (`SourceRegion`).
    return botocore.loaders.create_loader().load_data(f"{service}/{version}/service-2")


def own_model(service):
    return json.loads((MODELS / f"{service}.json").read_text())


def sides():
    for service, operation in offered():
        for side, shape in (("input", operation.input_shape), ("output", operation.output_shape)):
            if shape is not None:
                yield service, operation, side, shape


def sample(shape):
    kind = shape.type_name
    if kind == "structure":
        return {name: sample(member) for name, member in shape.members.items()}
    if kind == "list":
        # Two items show that items are told apart; two large ones would only make the file large.
        wanted = 1 if shape.member.type_name == "structure" and len(shape.member.members) > 3 else 2
        return [sample(shape.member)] * max(min(wanted, shape.metadata.get("max", 2)), shape.metadata.get("min", 0))
    if kind == "map":
        return {sample(shape.key): sample(shape.value)}
    if kind == "boolean":
        return True
    if kind in ("integer", "long"):
        return max(7, shape.metadata.get("min", 0)) if shape.metadata.get("max", 7) >= 7 else shape.metadata["max"]
    if kind in ("double", "float"):
        return 0.5
    if kind == "timestamp":
        return MOMENT
    if kind == "blob":
        return b"\x00binary\xff"
    return text(shape)


def text(shape):
    if shape.enum:
        return shape.enum[-1]
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 10**6)
    pattern = re.compile(python_pattern(shape.metadata.get("pattern", r"[\s\S]*")))
    for candidate in CANDIDATES:
        for padded in (candidate, candidate + candidate[-1] * (low - len(candidate)), "a" * low, "1" * low):
            if low <= len(padded) <= high and pattern.fullmatch(padded):
                return padded
    raise SystemExit(f"no sample for {shape.name}: {shape.metadata}")


def python_pattern(pattern):
    """Java's categories and escapes as Python's `re` has them."""
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda hex: re.escape(chr(int(hex[1], 16))), pattern)
    return pattern.replace(r"\p{L}", "a-zA-Zé関所").replace(r"\p{Z}", " ").replace(r"\p{N}", "0-9")


def parameters(value, shape):
    serialized = {}
    serializer = botocore.serialize.create_serializer("query", include_validation=False)
    serializer._serialize(serialized, value, shape, "")
    return serialized


def plain(value):
    """What botocore parses and what it was made from, in terms that compare."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def write():
    for service, operation, side, shape in sides():
        query = urllib.parse.urlencode(parameters(sample(shape), shape))
        record = {"service": service, "operation": operation.name, "side": side, "query": query}
        print(json.dumps(record))


def examples():
    loader = botocore.loaders.create_loader()
    for service, operation, side, shape in sides():
        version = operation.service_model.api_version
        if service == "sekisho":
            continue
        documented = loader.load_data(f"{service}/{version}/examples-1")["examples"]
        for example in documented.get(operation.name, []):
            if side in example:
                query = urllib.parse.urlencode(parameters(typed(example[side], shape), shape))
                record = {"service": service, "operation": operation.name, "side": side, "query": query}
                print(json.dumps(record))


def typed(value, shape):
    """An example's value with its moments as such, whatever way they are written, and known members only."""
    if shape.type_name == "structure":
        return {key: typed(item, shape.members[key]) for key, item in value.items() if key in shape.members}
    if shape.type_name == "list":
        return [typed(item, shape.member) for item in value]
    if shape.type_name == "timestamp":
        return MOMENT
    return value


def compare():
    answers = {
        (answer["service"], answer["operation"], answer["side"]): answer["xml"]
        for answer in map(json.loads, sys.stdin)
    }
    parser = botocore.parsers.create_parser("query")
    compared = 0
    for service, operation, side, shape in sides():
        body = answers.pop((service, operation.name, side))
        shape.serialization["resultWrapper"] = "Value"
        parsed = parser.parse({"body": body.encode(), "headers": {}, "status_code": 200}, shape)
        expected = plain(decoded(sample(shape), shape))
        if plain(decoded(parsed, shape)) != expected:
            raise SystemExit(f"{operation.name} {side}: {first_difference(plain(parsed), expected)}")
        compared += 1
    if answers:
        raise SystemExit(f"answers to nothing: {sorted(answers)}")
    print(f"botocore reads {compared} answers as they were meant")


def first_difference(found, expected, path=""):
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in sorted(found.keys() | expected.keys()):
            if found.get(key) != expected.get(key):
                return first_difference(found.get(key), expected.get(key), f"{path}.{key}")
    return f"{path} is {found!r}, not {expected!r}"


def decoded(value, shape):
    """Policy documents are percent-encoded in answers; botocore's handlers undo that after parsing."""
    if isinstance(value, dict) and shape.type_name == "structure":
        return {key: decoded(item, shape.members[key]) for key, item in value.items() if key in shape.members}
    if isinstance(value, list) and shape.type_name == "list":
        return [decoded(item, shape.member) for item in value]
    if shape.name == "policyDocumentType":
        return urllib.parse.unquote(value)
    return value


if __name__ == "__main__":
    {"write": write, "examples": examples, "compare": compare}[sys.argv[1]]()
