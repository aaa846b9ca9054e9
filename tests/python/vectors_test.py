"""Replays the golden vectors through the binding, byte for byte; fails if what ran is not what manifest.json declares."""
import json
import os
import tempfile
import unittest
from datetime import date, datetime, timezone
from pathlib import Path

import certlite

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
VECTOR_MEMBERS = {"name", "id_seed", "steps"}
STEP_MEMBERS = {"operation", "principal", "request", "request_text", "key", "now", "as_of", "known_at", "expect"}
EXPECT_MEMBERS = {"status", "outcome", "response", "problem"}


def instant(text):
    return None if text is None else datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def text_of(step):
    return step["request_text"] if "request_text" in step else json.dumps(step["request"], ensure_ascii=False)


class Vectors(unittest.TestCase):
    maxDiff = None

    def told(self, engine, step, place):
        """What the step is answered; `place`: its vector and its number there."""
        text = text_of(step)
        try:
            with certlite.Session(engine, step["principal"]) as session:
                answer = session.execute(step["operation"], text.encode(), idempotency_key=step.get("key"),
                                         now=instant(step["now"]), known_at=instant(step.get("known_at")),
                                         as_of=date.fromisoformat(step["as_of"]) if "as_of" in step else None)
            return {"status": "ok", "outcome": answer.outcome, "response": answer.body.decode()}
        except certlite.CertliteError as error:
            return {"status": error.code, "problem": error.problem_json.decode()}

    def test_byte_for_byte(self):
        declared = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
        ran = {"vectors": 0, "steps": 0}
        for path in sorted(FOLDER.glob("*.json")):
            if path.name == "manifest.json":
                continue
            vector = json.loads(path.read_text(encoding="utf-8"))
            self.assertLessEqual(set(vector), VECTOR_MEMBERS)
            with tempfile.TemporaryDirectory() as folder, \
                    certlite.open(os.path.join(folder, "vector.db"), id_seed=vector["id_seed"]) as engine:
                for number, step in enumerate(vector["steps"], 1):
                    with self.subTest(vector=path.name, step=number):
                        self.assertLessEqual(set(step), STEP_MEMBERS)
                        self.assertLessEqual(set(step["expect"]), EXPECT_MEMBERS)
                        self.assertEqual(self.told(engine, step, (path.stem, number)), step["expect"])
                    ran["steps"] += 1
            ran["vectors"] += 1
        self.assertEqual(ran, declared)


if __name__ == "__main__":
    unittest.main()
