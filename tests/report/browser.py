"""Chromium over its debugging pipe: NUL-separated JSON on the file descriptors 3 and 4, without any other package.

    with Browser() as browser:
        page = browser.page(width=360)
        page.open("file:///...")
        page.evaluate("document.title")

A page keeps what it asked of the network, what it wrote to the console and what it threw.
"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--hide-scrollbars",
         "--font-render-hinting=none"]
PATIENCE = 120  # seconds until an answer is taken never to come


class NoBrowser(Exception):
    pass


class Browser:
    def __init__(self):
        program = shutil.which("chromium")
        if not program:
            raise NoBrowser("no chromium in PATH: it is a package of the section [test]")
        self.profile = tempfile.mkdtemp(prefix="headroom-chromium-")
        to_read, self.write_end = os.pipe()
        self.read_end, to_write = os.pipe()

        def pipes():  # the browser reads from 3 and writes to 4
            first, second = os.dup(to_read), os.dup(to_write)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen([program, *FLAGS, "--user-data-dir=" + self.profile, "about:blank"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        close_fds=False, preexec_fn=pipes, start_new_session=True)
        os.close(to_read)
        os.close(to_write)
        self.number, self.rest, self.pages = 0, b"", {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except (NoBrowser, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read_end], [], [], max(0, end - time.monotonic()))
            data = os.read(self.read_end, 1 << 20) if ready else b""
            if not data:
                raise NoBrowser("chromium says nothing: exit code %s" % self.process.poll())
            self.rest += data
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method, session=None, **arguments):
        self.number += 1
        message = {"id": self.number, "method": method, "params": arguments}
        if session:
            message["sessionId"] = session
        os.write(self.write_end, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError("%s: %s" % (method, answer["error"]["message"]))
                return answer["result"]
            self.take(answer)

    def take(self, event):
        page = self.pages.get(event.get("sessionId"))
        if page:
            page.take(event["method"], event["params"])

    def page(self, width=1440, height=900):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session, target)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(domain + ".enable")
        page.size(width, height)
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.requests, self.complaints, self.loaded = [], [], 0

    def call(self, method, **arguments):
        return self.browser.call(method, self.session, **arguments)

    def take(self, method, event):
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.complaints.append("console.%s: %s" % (event["type"], event["args"]))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append("exception: %s" % event["exceptionDetails"]["text"])
        elif method == "Log.entryAdded":
            self.complaints.append("log: %s" % event["entry"]["text"])
        elif method == "Page.loadEventFired":
            self.loaded += 1

    def forget(self):
        """Of what was asked for and complained about until now."""
        self.requests, self.complaints = [], []

    def size(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def media(self, media="", **features):
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def open(self, url):
        before = self.loaded
        self.call("Page.navigate", url=url)
        while self.loaded == before:
            self.browser.take(self.browser.receive())

    def evaluate(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def screenshot(self, file, whole=False, clip=None):
        arguments = {"format": "png", "captureBeyondViewport": whole}
        if clip:
            arguments["clip"] = dict(clip, scale=1)
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.call("Page.captureScreenshot", **arguments)["data"]))

    def pdf(self, file, width, height, **more):
        """Sizes in inches: A4 is 8.27 x 11.69, Letter 8.5 x 11."""
        data = self.call("Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True,
                         preferCSSPageSize=False, **more)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
        self.browser.pages.pop(self.session, None)
