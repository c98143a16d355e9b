"""The doorbells' queue in a folder (the default broker): kombu's own, but a message appears whole or not at all.

kombu writes a message under the name that a worker looks for, so a worker may read it while it is still empty; it then
ends, and with it the site. Here it is written under another name and renamed.
"""

import os
import uuid
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:
        name = os.path.join(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        with open(f"{name}.part", "wb") as file:
            file.write(str_to_bytes(dumps(payload)))
        os.replace(f"{name}.part", name)


class Transport(filesystem.Transport):
    Channel = Channel
