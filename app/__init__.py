"""The application factory: the only place that knows every package and the tuple of channels."""

from __future__ import annotations

from apiflask import APIFlask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    accounts,
    areas,
    atlas,
    cli,
    contributions,
    demo,
    exports,
    indicators,
    maps,
    measures,
    participants,
    processes,
    questions,
    surveys,
    walks,
)
from app.areas.followers import init_followers
from app.atlas import counted_in, proposed_in, walked_in
from app.atlas.outcomes import init_outcomes
from app.base import audit as audit
from app.base.access import init_access
from app.base.answers import init_answers
from app.base.database import init_database
from app.base.i18n import for_participants, init_i18n
from app.base.jobs.queue import init_queue
from app.base.pages import init_pages
from app.base.security import init_security
from app.base.static_files import init_static_files
from app.base.tiles import blueprint as tiles_blueprint
from app.base.views import blueprint as base_blueprint
from app.config import Settings
from app.contributions import following
from app.processes.channels import Channel, init_channels

CHANNELS: tuple[Channel, ...] = (maps.channel, maps.drawings, surveys.channel, walks.channel)


def create_app(settings: Settings | None = None, channels: tuple[Channel, ...] = CHANNELS) -> APIFlask:
    """Build the application from settings (default: the environment) and the channels it offers."""
    settings = settings or Settings.from_environment()
    app = APIFlask(__name__, title="Streifzug", version="0.1", docs_path=None, spec_path="/api/openapi.json")
    app.extensions["streifzug_settings"] = settings
    app.config.from_mapping(settings.flask_config())
    app.config.update(BASE_URL=settings.base_url, SETTINGS=settings)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    init_database(app)
    init_access(app)
    init_security(app)
    init_i18n(app)
    init_answers(app)
    init_pages(app)
    init_static_files(app)
    init_queue(app)
    Compress(app)
    app.register_blueprint(for_participants(base_blueprint))
    app.register_blueprint(tiles_blueprint)
    for package in (
        accounts, areas, processes, participants, questions, contributions, measures, indicators, atlas, exports,
    ):  # fmt: skip
        package.init_app(app)
    init_followers(app, following)
    init_outcomes(app, counted_in, proposed_in, walked_in)
    init_channels(app, channels)
    cli.init_app(app)
    demo.init_app(app)
    return app
