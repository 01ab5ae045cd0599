"""Typed settings, read from the environment once; refuses to start unsafe in production."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LANGUAGES = ("de", "en")
"""What every page speaks."""
EASY = "de-simple"
"""Leichte Sprache, by its code of BCP 47; a language of its own for pages and content (E30)."""
PARTICIPANT_LANGUAGES = (*LANGUAGES, EASY, "tr", "ar", "uk", "ru", "pl", "fr")
"""What the pages for people who take part speak as well; a package says which of its pages those are."""
JOBS = ("worker", "thread", "inline")
"""Where background work happens: in `flask jobs work`, in a thread of the web process, or before the answer."""
ROOT = Path(__file__).resolve().parent.parent


class UnsafeConfiguration(RuntimeError):
    """A setting that must not be used on a public address."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can choose; README lists the variables with their defaults."""

    data: Path
    database_url: str
    redis_url: str | None
    media_url: str
    secret_key: str
    port: int
    base_url: str
    tiles: str | None
    tiles_attribution: str
    demo: bool
    operator: str = ""
    operator_contact: str = ""
    dpo_contact: str = ""
    proxies: int = 0
    testing: bool = False
    jobs: str = "worker"

    @property
    def is_https(self) -> bool:
        """True when visitors reach the site by https, which switches on `__Host-` cookies and HSTS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> Settings:
        """Read the environment; raise UnsafeConfiguration or ValueError with a sentence an operator understands."""
        env = dict(os.environ if environ is None else environ)
        data = Path(env.get("STREIFZUG_DATA") or ROOT / "instance").expanduser().resolve()
        port = int(env.get("PORT") or 8000)
        base_url = (env.get("BASE_URL") or f"http://localhost:{port}").rstrip("/")
        if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).netloc:
            raise ValueError(f"BASE_URL must be a full http(s) address, not {base_url!r}")
        data.mkdir(parents=True, exist_ok=True)
        settings = cls(
            data=data,
            database_url=_database_url(env.get("DATABASE_URL"), data),
            redis_url=env.get("REDIS_URL") or None,
            media_url=env.get("MEDIA_URL") or (data / "media").as_uri(),
            secret_key=env.get("SECRET_KEY") or _stored_secret(data),
            port=port,
            base_url=base_url,
            tiles=env.get("TILES") or None,
            tiles_attribution=env.get("TILES_ATTRIBUTION") or "",
            demo=env.get("DEMO", "") in {"1", "true", "yes"},
            operator=env.get("OPERATOR") or "",
            operator_contact=env.get("OPERATOR_CONTACT") or "",
            dpo_contact=env.get("DPO_CONTACT") or "",
            proxies=int(env.get("PROXIES") or 0),
            jobs=env.get("JOBS") or "worker",
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what would be unsafe on a public https address, and ways to do jobs that do not exist."""
        if self.jobs not in JOBS:
            raise ValueError(f"JOBS must be one of {', '.join(JOBS)}, not {self.jobs!r}")
        if self.is_https and len(self.secret_key) < 32:
            raise UnsafeConfiguration("SECRET_KEY must have at least 32 characters on a public address")
        if self.is_https and self.demo:
            raise UnsafeConfiguration("DEMO creates known passwords and must not run on a public address")

    def flask_config(self) -> dict[str, object]:
        """Settings in the names Flask and its extensions use."""
        prefix = "__Host-" if self.is_https else ""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            # An error of the database must not carry what somebody wrote into a log.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True}
            | ({"connect_args": {"timeout": 20}} if self.uses_sqlite else {"pool_pre_ping": True}),
            "COMPRESS_ALGORITHM": ["gzip"],
            "COMPRESS_MIMETYPES": [
                "text/html",
                "text/javascript",
                "application/json",
                "application/geo+json",
                "image/svg+xml",
            ],
            "COMPRESS_STREAMS": False,
            "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "MAX_FORM_PARTS": 500,
            "SESSION_COOKIE_NAME": f"{prefix}streifzug",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PARTICIPANT_COOKIE_NAME": f"{prefix}teilnahme",
            "LANGUAGE_COOKIE_NAME": f"{prefix}sprache",
            "WTF_CSRF_TIME_LIMIT": None,
            "DEMO": self.demo,
            "TILES": self.tiles,
            "TILES_ATTRIBUTION": self.tiles_attribution,
            "OPERATOR": self.operator,
            "OPERATOR_CONTACT": self.operator_contact,
            "DPO_CONTACT": self.dpo_contact,
            "TESTING": self.testing,
            "BABEL_DEFAULT_LOCALE": "de",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Berlin",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        }


def _database_url(url: str | None, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'streifzug.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _stored_secret(data: Path) -> str:
    """A key made once and kept beside the database, so that a restart does not sign everybody out."""
    path = data / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
