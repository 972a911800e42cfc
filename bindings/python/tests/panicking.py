"""A panic of the engine, injected into a wheel of its own: run by the tests of the workspace, not by pytest."""

import kvinnofrid as kf

programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
for _ in range(3):
    try:
        programme.classify([{"id": "injected-panic"}], period="2013")
    except kf.InternalError as error:
        message = str(error)
    else:
        raise AssertionError("no error")
print(message)
print(programme.classify({"id": 1, "kön": "kvinna"}, period="2013").groups is not None)
