"""The square town of the contributions, whose places follow the areas."""

from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
