"""Asks a gateway for the meaning of an utterance and does what it decides. When it wants a question asked, it reads the
user's answer from standard input.

    pip install grpcio grpcio-tools
    mkdir stubs
    python3 -m grpc_tools.protoc -I proto --python_out=stubs --grpc_python_out=stubs proto/nlu/v1/*.proto
or, with Debian's packages python3-grpcio, protobuf-compiler and protobuf-compiler-grpc:
    plugin=$(which grpc_python_plugin)
    mkdir stubs
    protoc -I proto --python_out=stubs --grpc_out=stubs --plugin=protoc-gen-grpc=$plugin proto/nlu/v1/*.proto
then
    PYTHONPATH=stubs python3 docs/examples/call_gateway.py UTTERANCE HOST:PORT
"""

import sys

import grpc

from nlu.v1 import gateway_pb2, gateway_pb2_grpc

# Time that a call may take, in seconds; 0.3 suits a process whose connection is open.
DEADLINE = 2


def meaning(reading):
    """The intent of a reading with its slots: what the dialogue acts on."""
    slots = [f'{slot.name}="{slot.value}"' for slot in reading.hypothesis.slots]
    return " ".join([f"{reading.domain}.{reading.hypothesis.intent}", *slots])


def act(response):
    if response.decision == gateway_pb2.DECISION_ACCEPT:
        print("do:", meaning(response.readings[0]))
    elif response.decision == gateway_pb2.DECISION_CLARIFY:
        choices = [f'"{reading.title}" from {reading.domain}' for reading in response.readings]
        print(f"ask: {', or '.join(choices)}?")
    elif response.decision == gateway_pb2.DECISION_REJECT:
        print("leave it to another assistant")
    else:
        # UNDECIDED: a domain that did not answer may be the one that was meant.
        print("say: please try again")


def main(utterance="play mary poppins", address="127.0.0.1:50050"):
    # With TLS: grpc.secure_channel(address, grpc.ssl_channel_credentials(...)), and the token as metadata
    # (("authorization", "Bearer " + token),) of every call.
    with grpc.insecure_channel(address) as channel:
        gateway = gateway_pb2_grpc.GatewayStub(channel)
        context = gateway_pb2.DeviceContext(device_type="tv", locale="en-GB")
        request = gateway_pb2.InterpretRequest(utterance=utterance, context=context)
        try:
            response = gateway.Interpret(request, timeout=DEADLINE)
            act(response)
            while response.decision == gateway_pb2.DECISION_CLARIFY and (answer := sys.stdin.readline().strip()):
                # "The movie", "the second one", "neither": the readings that were offered say what it answers.
                request = gateway_pb2.InterpretRequest(utterance=answer, context=context, asked=response.readings)
                response = gateway.Interpret(request, timeout=DEADLINE)
                act(response)
            described = gateway.Describe(gateway_pb2.DescribeRequest(), timeout=DEADLINE)
        except grpc.RpcError as error:
            print(f"{error.code().name} from {address}: {error.details()}", file=sys.stderr)
            return 1
    for domain in described.domains:
        status = gateway_pb2.DomainStatusCode.Name(domain.status).removeprefix("DOMAIN_STATUS_CODE_")
        print(f"{domain.domain}: {status}, {len(domain.intents)} intents")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
