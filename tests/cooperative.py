"""The invented cooperative of tests that make no portal, as its settings would tell of it."""

from iok_core.web.cooperative import Cooperative

COOPERATIVE = Cooperative(
    name="Spółdzielnia Mieszkaniowa „Lipowa”",
    short_name="SM „Lipowa”",
    address="ul. Lipowa 1, 00-000 Przykładowo",
    phone="71 000 01 00",
    phone_link="+48710000100",
    emergency_phone="71 000 01 12",
    emergency_phone_link="+48710000112",
    hours="poniedziałek 9–17, wtorek–piątek 7–15",
    mailbox="biuro@lipowa.example",
    office="pokój 4",
    website="https://lipowa.example",
    controller="Spółdzielnia Mieszkaniowa „Lipowa”",
    controller_address="ul. Danych 2, 00-000 Przykładowo",
    controller_contact="dane@lipowa.example",
    officer="Ewa Ochronna",
    officer_contact="iod@lipowa.example",
)
