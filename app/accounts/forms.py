"""Forms of the staff pages about accounts: sign-in, second factor, passwords, invitations."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security import ChangePasswordForm as BaseChangePasswordForm
from flask_security import (
    LoginForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from app.accounts.device import place_of
from app.accounts.pace import begin_try, pause_message, succeeded
from app.accounts.passwords import LONGEST, SHORTEST, weaknesses
from app.base.database import transaction
from app.base.views import safe_next

PASSWORD_RULES = _l(
    "Mindestens %(count)s Zeichen. Gut sind vier Wörter, die nicht zusammengehören. Nicht Ihr Name, nicht Ihr Ort, "
    "keine Tastenreihen.",
    count=SHORTEST,
)


class Paced:
    """Mixin: a try has to wait its turn before the secret is looked at; a success forgets the failures."""

    paced_field = "password"

    def pace_email(self) -> str:
        raise NotImplementedError

    def validate(self, **kwargs: Any) -> bool:
        email = self.pace_email()
        if not email or not self[self.paced_field].data:  # type: ignore[index]
            return super().validate(**kwargs)  # type: ignore[misc]
        place = place_of(email)
        with transaction():
            wait = begin_try(kind=self.paced_field, email=email, place=place)
        if wait:
            self.form_errors = [pause_message(wait)]
            g.too_fast = True
            return False
        if not super().validate(**kwargs):  # type: ignore[misc]
            return False
        with transaction():
            succeeded(kind=self.paced_field, email=email, place=place)
        return True


class SignInForm(Paced, LoginForm):
    """E-mail and password; there is no permanent sign-in on purpose."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        filters=[lambda text: text.strip() if text else text],
        validators=[DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse an."))],
    )
    password = PasswordField(
        _l("Passwort"), validators=[DataRequired(_l("Bitte geben Sie Ihr Passwort an."))]
    )
    next = HiddenField()
    remember = None
    submit = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = safe_next(self.next.data, fallback="")

    def pace_email(self) -> str:
        return self.email.data or ""

    def validate(self, **kwargs: Any) -> bool:
        """As the base classes, but a stranger does not learn whether the address or the password was wrong."""
        if super().validate(**kwargs):
            return True
        if self.email.data and self.password.data and not self.form_errors:
            self.email.errors, self.password.errors = [], []
            self.form_errors = [_("E-Mail-Adresse oder Passwort stimmen nicht.")]
        return False


class ConfirmPasswordForm(Paced, VerifyForm):
    """The password once more before something important."""

    password = PasswordField(
        _l("Passwort"), validators=[DataRequired(_l("Bitte geben Sie Ihr Passwort an."))]
    )
    submit = None

    def pace_email(self) -> str:
        return current_user.email


class CodeForm(Paced, TwoFactorVerifyCodeForm):
    """The six digits of an authenticator app."""

    paced_field = "code"
    code = StringField(
        _l("Sechsstelliger Code"),
        validators=[DataRequired(_l("Bitte geben Sie den Code aus Ihrer App ein.")), Length(max=12)],
    )
    submit = None

    def pace_email(self) -> str:
        return self.user.email if self.user else ""

    def validate(self, **kwargs: Any) -> bool:
        self.code.data = "".join((self.code.data or "").split())
        return super().validate(**kwargs)


class RecoveryForm(Paced, MfRecoveryForm):
    """One of the codes written down for the day the phone is gone."""

    paced_field = "code"
    code = StringField(
        _l("Wiederherstellungscode"),
        validators=[DataRequired(_l("Bitte geben Sie einen Ihrer Codes ein.")), Length(max=40)],
    )
    submit = None

    def pace_email(self) -> str:
        return self.user.email if self.user else ""


class SecondFactorForm(TwoFactorSetupForm):
    """Switch the second factor on or off."""

    setup = StringField(_l("Zweiter Faktor"))
    phone = None
    submit = None

    def validate(self, **kwargs: Any) -> bool:
        """As the base class, without its telephone."""
        allowed = {"authenticator"}
        if self.user and not self.user.check_tf_required_setup():
            allowed.add("disable")
        if not FlaskForm.validate(self, **kwargs):
            return False
        if self.setup.data not in allowed:
            self.setup.errors = [_("Bitte wählen Sie eine der Möglichkeiten.")]
            return False
        return True


def _check_strength(password: str | None, *, email: str, name: str) -> list[str]:
    return weaknesses(unicodedata.normalize("NFKD", password or ""), email=email, name=name)


class RescueForm(TwoFactorRescueForm):
    """Never shown: Flask-Security makes it for every code page and adds ways of rescue to its list."""

    help_setup = RadioField(choices=[], validate_choice=False)
    submit = None


class ChangePasswordForm(Paced, BaseChangePasswordForm):
    """The old password and twice the new one."""

    password = PasswordField(
        _l("Bisheriges Passwort"),
        validators=[DataRequired(_l("Bitte geben Sie Ihr bisheriges Passwort an."))],
    )
    new_password = PasswordField(
        _l("Neues Passwort"),
        description=PASSWORD_RULES,
        validators=[DataRequired(_l("Bitte geben Sie ein neues Passwort an.")), Length(max=LONGEST)],
    )
    new_password_confirm = PasswordField(
        _l("Neues Passwort noch einmal"),
        validators=[EqualTo("new_password", _l("Die beiden neuen Passwörter sind nicht gleich."))],
    )
    submit = None

    def pace_email(self) -> str:
        return current_user.email

    def validate_new_password(self, field: PasswordField) -> None:
        if weak := _check_strength(field.data, email=current_user.email, name=current_user.name):
            field.errors = [*field.errors, *weak]


class InviteForm(FlaskForm):
    """Who is invited."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[DataRequired(_l("Bitte geben Sie eine E-Mail-Adresse an.")), Length(max=254)],
    )
    name = StringField(_l("Name"), validators=[Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))])


class AcceptForm(FlaskForm):
    """What an invited person chooses."""

    name = StringField(
        _l("Ihr Name"),
        description=_l("Unter diesem Namen sehen andere im Team, was Sie tun."),
        validators=[DataRequired(_l("Bitte geben Sie Ihren Namen an.")), Length(max=120)],
    )
    password = PasswordField(
        _l("Neues Passwort"),
        description=PASSWORD_RULES,
        validators=[DataRequired(_l("Bitte wählen Sie ein Passwort.")), Length(max=LONGEST)],
    )
    password_again = PasswordField(
        _l("Passwort noch einmal"),
        validators=[EqualTo("password", _l("Die beiden Passwörter sind nicht gleich."))],
    )


def security_forms() -> dict[str, Any]:
    """Our forms by the names Flask-Security asks for."""
    return {
        "login_form": SignInForm,
        "verify_form": ConfirmPasswordForm,
        "change_password_form": ChangePasswordForm,
        "two_factor_setup_form": SecondFactorForm,
        "two_factor_verify_code_form": CodeForm,
        "two_factor_rescue_form": RescueForm,
        "mf_recovery_form": RecoveryForm,
    }
