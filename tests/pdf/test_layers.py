"""What stands in a layer that is switched off is not there."""

from __future__ import annotations

import pytest

from extractors.readers import read
from tests.pdf.build import one_page, stream, text

SENTENCE = "The score of the office is told in the year"
ON, OFF = b"<</Type/OCG/Name(on)>>", b"<</Type/OCG/Name(off)>>"
SHOWN = f"{SENTENCE} 91.25"


def read_layers(
    mark: bytes = b"/OC /L BDC", default: bytes = b"/OFF[7 0 R]", member: bytes = b"7 0 R", more: bytes = b""
) -> str:
    """A sentence and a number behind it inside marked content; object 6 is a layer that is on, 7 one that is off."""
    content = text(SENTENCE) + mark + b" " + text("91.25", x=330) + b" EMC"
    form = stream(text("91.25", x=330), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]%b" % more)
    data = one_page(
        content,
        resources=b"/Properties<</L %b>>/XObject<</X 8 0 R>>" % member,
        more=[ON, OFF, form, b"[/Not 7 0 R]", b"[/And 10 0 R 10 0 R]"],
    )
    catalogue = b"/Type/Catalog/OCProperties<</OCGs[6 0 R 7 0 R]/D<<%b>>>>" % default
    return read(data.replace(b"/Type/Catalog", catalogue), "a.pdf").text()


@pytest.mark.parametrize(
    ("default", "shown"),
    [
        (b"", True),
        (b"/OFF[6 0 R]", True),
        (b"/OFF[7 0 R]", False),
        (b"/BaseState/OFF", False),
        (b"/BaseState/OFF/ON[7 0 R]", True),
        (b"/OFF[7 0 R 99 0 R null (x)]", False),
        (b"/OFF 7", True),
    ],
)
def test_the_default_configuration(default: bytes, shown: bool) -> None:
    assert read_layers(default=default) == (SHOWN if shown else SENTENCE)


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        (b"6 0 R", True),
        (b"<</Type/OCMD/OCGs 7 0 R>>", False),
        (b"<</Type/OCMD/OCGs[6 0 R 7 0 R]>>", True),
        (b"<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AllOn>>", False),
        (b"<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AnyOff>>", True),
        (b"<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AllOff>>", False),
        (b"<</Type/OCMD/OCGs[]>>", True),
        (b"<</Type/OCMD/OCGs 6 0 R/VE[/And 6 0 R 7 0 R]>>", False),
        (b"<</Type/OCMD/VE[/Or 6 0 R[/Not 6 0 R]]>>", True),
        (b"<</Type/OCMD/VE[/And 6 0 R 9 0 R]>>", True),
        (b"<</Type/OCMD/VE[]>>", True),
        (b"<</Type/OCMD/VE 10 0 R>>", True),
        (b"99 0 R", True),
    ],
)
def test_groups_and_memberships(member: bytes, shown: bool) -> None:
    assert read_layers(member=member) == (SHOWN if shown else SENTENCE)


def test_layers_that_set_themselves_for_viewing() -> None:
    own = b"<</Type/OCG/Usage<</View<</ViewState/OFF>>>>>>"
    content = text(SENTENCE) + b"/OC /L BDC " + text("91.25", x=330) + b" EMC"
    data = one_page(content, resources=b"/Properties<</L 6 0 R>>", more=[own])
    for event, shown in ((b"View", SENTENCE), (b"Print", SHOWN)):
        usage = b"/AS[<</Event/%b/Category[/View]/OCGs[6 0 R]>>]" % event
        catalogue = b"/Type/Catalog/OCProperties<</OCGs[6 0 R]/D<<%b>>>>" % usage
        assert read(data.replace(b"/Type/Catalog", catalogue), "a.pdf").text() == shown


@pytest.mark.parametrize("mark", [b"/Span /L BDC", b"/OC BMC", b"/OC /M BDC", b"/P <</MCID 0>> BDC"])
def test_other_marks_hide_nothing(mark: bytes) -> None:
    assert read_layers(mark) == SHOWN


def test_marks_inside_each_other() -> None:
    assert read_layers(b"/OC /L BDC /P BMC EMC /P BMC EMC") == SENTENCE
    assert read_layers(b"/P BMC EMC EMC EMC") == SHOWN


@pytest.mark.parametrize(("layer", "shown"), [(b"/OC 7 0 R", False), (b"/OC 6 0 R", True), (b"", True)])
def test_forms_and_annotations_in_a_layer(layer: bytes, shown: bool) -> None:
    content = text(SENTENCE) + b" /X Do"
    form = stream(text("91.25", x=330), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + layer)
    value = b"<</Subtype/Widget/FT/Tx/V(82.50)/Rect[400 695 480 715]%b>>" % layer
    data = one_page(content, extra=b"/Annots[%b]" % value, resources=b"/XObject<</X 8 0 R>>", more=[ON, OFF, form])
    catalogue = b"/Type/Catalog/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[7 0 R]>>>>"
    document = read(data.replace(b"/Type/Catalog", catalogue), "a.pdf")
    assert document.text() == (f"{SHOWN} 82.50" if shown else SENTENCE)


def test_marks_that_a_form_leaves_open_end_with_it() -> None:
    content = text(SENTENCE) + b"/X Do " + text("91.25", x=330)
    form = stream(
        b"EMC EMC /OC /L BDC", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Properties<</L 7 0 R>>>>"
    )
    data = one_page(content, resources=b"/XObject<</X 8 0 R>>", more=[ON, OFF, form])
    catalogue = b"/Type/Catalog/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[7 0 R]>>>>"
    document = read(data.replace(b"/Type/Catalog", catalogue), "a.pdf")
    assert document.text() == SHOWN


def test_a_note_tells_that_a_layer_was_left_out() -> None:
    content = text(SENTENCE) + b"/OC /L BDC " + text("91.25", x=330) + b" EMC"
    data = one_page(content, resources=b"/Properties<</L 6 0 R>>", more=[OFF])
    catalogue = b"/Type/Catalog/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
    (page,) = read(data.replace(b"/Type/Catalog", catalogue), "a.pdf").pages
    assert "switched_off_layer_left_out" in page.repairs
