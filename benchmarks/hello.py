"""The floor: an application that does nothing, on the product's own server software with one worker.

`python -m benchmarks.hello PORT` serves /hello.
"""

import sys

import uvicorn
from litestar import Litestar, get


@get("/hello", sync_to_thread=False)
def hello() -> str:
    return "hello"


if __name__ == "__main__":
    app = Litestar([hello], openapi_config=None)
    uvicorn.run(
        app, port=int(sys.argv[1]), loop="uvloop", http="httptools", ws="none", access_log=False,
        log_level="warning", server_header=False, proxy_headers=False,
    )  # fmt: skip
