"""Voices of all browsers become MP3 without a word of metadata; what is none, or too long, is refused in a word."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.contributions.media.decoding import sounds
from app.contributions.media.vocabulary import LONGEST_AUDIO
from tests.contributions.media.hostile import has_secret
from tests.contributions.media.samples import VOICES, photo, quarters, voice, wav


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of computing is for a child; here it would end the tests."""
    monkeypatch.setattr(sounds, "limit_computing", lambda seconds: None)


def read(tmp_path: Path, content: bytes) -> dict[str, Any]:
    source = tmp_path / "in"
    source.write_bytes(content)
    return sounds.read_sound({"path": str(source)}, tmp_path, lambda *_: None)


def loudness(path: Path) -> tuple[float, float]:
    """Seconds and the strength of 440 Hz among all tones of an MP3, 0 to 1."""
    with av.open(str(path)) as container:
        assert container.format.name == "mp3"
        assert dict(container.metadata) == {}
        resampler = av.AudioResampler(format="s16", layout="mono", rate=8000)
        frames = [
            piece.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for piece in resampler.resample(frame)
        ]
    samples = np.concatenate(frames).astype(float)
    power = np.abs(np.fft.rfft(samples))
    tones = np.fft.rfftfreq(len(samples), 1 / 8000)
    return len(samples) / 8000, float(power[np.abs(tones - 440) < 20].sum() / power.sum())


@pytest.mark.parametrize("container", sorted(VOICES))
def test_a_voice_becomes_mp3_without_metadata(tmp_path: Path, container: str) -> None:
    content = voice(container, 2.0)
    found = read(tmp_path, content)
    assert found == {"whole": "whole.mp3", "duration": pytest.approx(2.0, abs=0.2)}
    data = (tmp_path / "whole.mp3").read_bytes()
    assert data[:2] == b"\xff\xfb"
    assert not has_secret(data)
    assert not any(mark in data for mark in (b"ID3", b"TAG", b"Lavc", b"Lavf", b"Xing", b"Info"))
    seconds, strength = loudness(tmp_path / "whole.mp3")
    assert seconds == pytest.approx(2.0, abs=0.2)
    assert strength > 0.5


def test_the_samples_have_something_to_lose() -> None:
    assert all(has_secret(voice(container)) for container in ("webm", "ogg", "mp3"))
    assert has_secret(wav())


def test_tags_of_wav_stay_behind(tmp_path: Path) -> None:
    assert "refused" not in read(tmp_path, wav(1.0))
    assert not has_secret((tmp_path / "whole.mp3").read_bytes())


def test_what_is_longer_than_three_minutes_is_refused(tmp_path: Path) -> None:
    assert LONGEST_AUDIO == 180
    assert read(tmp_path, wav(185.0)) == {"refused": "too_long"}
    assert read(tmp_path, wav(180.5))["duration"] == pytest.approx(180.5, abs=0.2)


def test_a_recording_that_broke_off_keeps_its_beginning(tmp_path: Path) -> None:
    content = voice("webm", 4.0)
    found = read(tmp_path, content[: len(content) // 2])
    assert 1 < found["duration"] < 4


def silent_film() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as output:
        stream = output.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            output.mux(stream.encode(av.VideoFrame.from_image(quarters(64, 48))))
        output.mux(stream.encode())
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"x" * 2000, "unknown"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "unknown"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "unknown"),
        (b"<smil><audio src='file:///etc/passwd'/></smil>", "unknown"),
        (b"[playlist]\nFile1=/etc/passwd\n", "unknown"),
        (photo(), "unknown"),
        (silent_film(), "video"),
        (wav(0.0), "no_sound"),
        (voice("webm")[:300], "damaged"),
    ],
)
def test_what_is_no_voice_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert read(tmp_path, content) == {"refused": reason}
