"""The card says what was measured, and the checksums follow it."""

import hashlib
import json

from training.card import write_card

RECALLS = {"words R@1": 0.75, "words R@5": 0.9, "words R@10": 1.0, "all R@1": 0.8154, "all R@5": 0.9, "all R@10": 0.961}
FIGURES = {
    "xquad en→ar": RECALLS,
    "ntrex en→ar": {"R@1": 0.911, "back R@1": 0.9186},
    "ntrex en→de": {"R@1": 0.96, "back R@1": 0.961},
}


def test_card_holds_the_figures_and_no_placeholder(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(bytes(2_340_000))
    write_card(tmp_path, FIGURES)
    card = (tmp_path / "README.md").read_text("utf8")
    assert "| xquad en→ar, all fused | .815 | .900 | .961 |" in card
    assert "| xquad en→ar, words | .750 | .900 | 1.000 |" in card
    assert "from English / into English: ar .911 / .919; de .960 / .961." in card
    assert "2.3 MB" in card
    assert "@" not in card.split("## Limits")[0].replace("R@", "")
    assert json.loads((tmp_path / "figures.json").read_text("utf8")) == FIGURES
    digest = hashlib.sha256((tmp_path / "README.md").read_bytes()).hexdigest()
    assert f"{digest}  README.md" in (tmp_path / "SHA256SUMS").read_text("utf8")
