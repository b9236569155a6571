"""Signing in: password, code of an application, passkey; the devices of an account."""

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.addresses import one
from tests.support.browser import PASSWORD
from tests.support.program import RunningProgram

# Nobody else signs in as the officer who came last: whoever switches codes on is asked for one from then on.
LAST = "SELECT username FROM accounts_user u JOIN organizations_appointment p ON p.user_id = u.id ORDER BY u.id DESC"


def code_of(secret: str) -> str:
    """Return the code that an authenticator application shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def give_authenticator(page: Page) -> None:
    """Put a device with a fingerprint reader beside the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def type_password(page: Page, site: str, username: str) -> None:
    """Give user name and password."""
    page.goto(f"{site}/dang-nhap/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.locator("form[action='/dang-nhap/'] button").click()


def sign_out(page: Page, site: str) -> None:
    """Sign out from the account page."""
    page.goto(f"{site}/tai-khoan/")
    page.locator("main form[action='/dang-xuat/'] button").click()
    page.wait_for_url(lambda address: "/tai-khoan/" not in address)


def switch_codes_on(page: Page, site: str) -> str:
    """Scan the picture and enter the code; return one of the recovery codes then shown."""
    page.goto(f"{site}/tai-khoan/hai-buoc/bat/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button.lt-btn-p").click()
    secret = page.locator("main details code").text_content() or ""
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main form button.lt-btn-p").click()
    page.wait_for_url("**/tai-khoan/ma-du-phong/")
    return page.locator("main ul code").first.text_content() or ""


def test_password_code_passkey_and_the_devices_of_an_account(
    new_page: Callable[..., Page], running_program: RunningProgram, axe: Callable[[Page], None]
) -> None:
    # Passkeys belong to a name, not to a number.
    site = running_program.url.replace("127.0.0.1", "localhost")
    (username,) = one(running_program, LAST)
    page, other = new_page(), new_page()
    give_authenticator(page)
    type_password(other, site, username)
    type_password(page, site, username)
    page.wait_for_url("**/viec/")
    spare = switch_codes_on(page, site)
    sign_out(page, site)
    type_password(page, site, username)
    page.wait_for_url("**/dang-nhap/ma/")
    axe(page)
    # The code shown now was used to switch codes on, and a code opens once.
    page.locator("#id_code").fill(spare)
    page.locator("main form button.lt-btn-p").click()
    page.wait_for_url("**/viec/")
    page.goto(f"{site}/tai-khoan/khoa/them/")
    if "xac-nhan" in page.url:
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button.lt-btn-p").click()
    page.locator("#id_name").fill("Máy ở bàn")
    axe(page)
    page.locator("main form button.lt-btn-p").click()
    page.wait_for_url("**/tai-khoan/")
    expect(page.locator("main")).to_contain_text("Máy ở bàn")
    expect(page.locator("section[aria-labelledby=thiet-bi] li")).to_have_count(2)
    axe(page)
    page.locator("section[aria-labelledby=thiet-bi] li form button").click()
    expect(page.locator("section[aria-labelledby=thiet-bi] li")).to_have_count(1)
    other.goto(f"{site}/viec/")
    expect(other).to_have_url(re.compile("/dang-nhap/"))
    sign_out(page, site)
    page.goto(f"{site}/dang-nhap/")
    axe(page)
    page.locator("form[action='/dang-nhap/khoa/'] button").click()
    page.wait_for_url("**/viec/")
