"""What SARIF 2.1.0 (OASIS standard, 27 March 2020) requires of the objects that headroom writes, as a JSON schema: the
required properties, the words that a property may take, and no property that the standard does not know."""


def closed(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
BAG = {"type": "object"}                                                            # 3.8
MESSAGE = closed(["text"], text=TEXT)                                               # 3.11: text or id
ARTIFACT = closed(["uri"], uri={"type": "string", "pattern": r"^[A-Za-z0-9\-._~%/:!$&'()*+,;=@]+$"},     # 3.4, RFC 3986
                  index={"type": "integer"})
REGION = closed(["startLine"], startLine={"type": "integer", "minimum": 1}, startColumn={"type": "integer", "minimum": 1},
                endLine={"type": "integer", "minimum": 1}, endColumn={"type": "integer", "minimum": 1})  # 3.30
PHYSICAL = closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)  # 3.29
LOGICAL = closed([], name=TEXT, fullyQualifiedName=TEXT, kind=TEXT)                 # 3.33
LOCATION = closed([], physicalLocation=PHYSICAL, logicalLocations={"type": "array", "items": LOGICAL})   # 3.28
LEVEL = {"enum": ["none", "note", "warning", "error"]}                              # 3.27.10
SUPPRESSION = closed(["kind"], kind={"enum": ["inSource", "external"]}, status={"enum": ["accepted", "underReview", "rejected"]},
                     justification=TEXT, location=LOCATION)                         # 3.35
RESULT = closed(["message"], ruleId=TEXT, ruleIndex={"type": "integer", "minimum": 0}, level=LEVEL, message=MESSAGE,
                locations={"type": "array", "items": LOCATION, "minItems": 1},
                partialFingerprints={"type": "object", "additionalProperties": TEXT},
                suppressions={"type": "array", "items": SUPPRESSION, "uniqueItems": True}, properties=BAG)  # 3.27
RULE = closed(["id"], id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
              defaultConfiguration=closed([], level=LEVEL), properties=BAG)         # 3.49
DRIVER = closed(["name"], name=TEXT, version=TEXT, semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
                rules={"type": "array", "items": RULE, "uniqueItems": True})        # 3.19
NOTIFICATION = closed(["message"], descriptor=closed(["id"], id=TEXT), level=LEVEL, message=MESSAGE,
                      locations={"type": "array", "items": LOCATION})               # 3.58
INVOCATION = closed(["executionSuccessful"], executionSuccessful={"type": "boolean"},
                    toolExecutionNotifications={"type": "array", "items": NOTIFICATION})  # 3.20
RUN = closed(["tool"], tool=closed(["driver"], driver=DRIVER), invocations={"type": "array", "items": INVOCATION},
             columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, results={"type": "array", "items": RESULT},
             properties=BAG)                                                        # 3.14
LOG = closed(["version", "runs"], version={"const": "2.1.0"}, runs={"type": "array", "items": RUN},
             **{"$schema": {"type": "string"}})                                     # 3.13
