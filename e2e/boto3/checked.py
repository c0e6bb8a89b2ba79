"""boto3 clients whose every answer is held against botocore's own model.

What botocore does by itself stays on: it validates what is sent and parses what comes back. Before anybody
sees an answer, this adds: it is a value of the operation's output shape by botocore's `ParamValidator`
(types, required members, least lengths); enumerations, greatest lengths and patterns hold, which that
validator leaves out; the XML has no element that the model does not know.
"""

import re
import xml.etree.ElementTree as xml

import boto3
import botocore.config
import botocore.exceptions
import botocore.loaders
import botocore.validate

LOADER = botocore.loaders.create_loader()

# What the stand-in should answer at once is never asked twice.
CONFIG = botocore.config.Config(retries={"total_max_attempts": 1})


def client(service, session=None, **options):
    """A client of `service`; with the root of the account's credentials unless the session has others."""
    options.setdefault("config", CONFIG)
    made = (session or boto3.Session()).client(service, **options)
    # Under the service's own name: botocore's handlers there decode policy documents.
    made.meta.events.register_first(f"after-call.{service}", hold_against_the_model)
    return made


def session_of(credentials):
    """A session with what STS or `create_access_key` gave."""
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"),
    )


def hold_against_the_model(http_response, parsed, model, **_):
    if http_response.status_code >= 300:
        return
    assert re.fullmatch(r"[0-9a-f-]{36}", parsed["ResponseMetadata"]["RequestId"]), parsed["ResponseMetadata"]
    wrong = list(violations(http_response.content, parsed, model))
    assert not wrong, f"{model.name} answers against its model: {wrong}"


def violations(body, parsed, model):
    root = xml.fromstring(body)
    results = [child for child in root if name_of(child) != "ResponseMetadata"]
    if model.output_shape is None:
        yield from (f"<{name_of(result)}>" for result in results)
        return
    value = {name: item for name, item in parsed.items() if name != "ResponseMetadata"}
    report = botocore.validate.ParamValidator().validate(value, model.output_shape)
    if report.has_errors():
        yield report.generate_report()
    yield from broken_constraints(value, model.output_shape, model.name)
    for result in results:
        yield from strangers(result, model.output_shape, model.name)


# Enumerations that AWS does not keep to either: a simulation says `IAM Policy`.
LOOSE = {"PolicySourceType"}


def broken_constraints(value, shape, path):
    if shape.type_name == "structure":
        for name, item in value.items():
            yield from broken_constraints(item, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from broken_constraints(item, shape.member, f"{path}[]")
    elif shape.type_name == "map":
        for name, item in value.items():
            yield from broken_constraints(name, shape.key, f"{path}.key")
            yield from broken_constraints(item, shape.value, f"{path}.{name}")
    elif shape.type_name == "string":
        pattern = shape.metadata.get("pattern")
        if shape.enum and value not in shape.enum and shape.name not in LOOSE:
            yield f"{path} is {value!r}, none of {shape.enum}"
        if pattern and not re.fullmatch(as_python(pattern), value):
            yield f"{path} is {value!r}, which {pattern} does not match"
        if len(value) > shape.metadata.get("max", len(value)):
            yield f"{path} has {len(value)} characters, more than {shape.metadata['max']}"


def as_python(pattern):
    r"""Java's categories and escapes as Python's `re` has them; `\w` is letters, digits and `_`."""
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda hex: re.escape(chr(int(hex[1], 16))), pattern)
    return pattern.replace(r"\p{L}", r"\w").replace(r"\p{Z}", " ").replace(r"\p{N}", r"\d")


def strangers(element, shape, path):
    """Elements that the model does not know, and that clients therefore drop."""
    if shape.type_name == "structure":
        known = {member.serialization.get("name", name): member for name, member in shape.members.items()}
    elif shape.type_name == "list":
        known = {shape.member.serialization.get("name", "member"): shape.member}
    elif shape.type_name == "map":
        for entry in element:
            for child in entry:
                yield from strangers(child, shape.key if name_of(child) == "key" else shape.value, path)
        return
    else:
        known = {}
    for child in element:
        name = name_of(child)
        if name in known:
            yield from strangers(child, known[name], f"{path}.{name}")
        else:
            yield f"<{name}> in {path}"


def name_of(element):
    return element.tag.rpartition("}")[2]


def model(service, kind):
    """One of botocore's own files: `examples-1`, `paginators-1`, `waiters-2`."""
    return LOADER.load_service_model(service, kind)


def refusal(call, **parameters):
    """The error that a call comes to, which must come to one."""
    try:
        answer = call(**parameters)
    except botocore.exceptions.ClientError as error:
        return error
    raise AssertionError(f"answered: {answer}")


def is_offered(service, operation):
    """Whether the stand-in carries an operation out: it says so before it looks at any parameter."""
    unvalidated = boto3.client(service, config=CONFIG.merge(botocore.config.Config(parameter_validation=False)))
    code = refusal_or_answer(unvalidated, operation).get("Error", {}).get("Code")
    # Some are sent unsigned, and what the contract lacks is asked for credentials first.
    return code not in ("InvalidAction", "UnsupportedOperation", "MissingAuthenticationToken")


def refusal_or_answer(made, operation):
    try:
        return getattr(made, botocore.xform_name(operation))()
    except botocore.exceptions.ClientError as error:
        return error.response
