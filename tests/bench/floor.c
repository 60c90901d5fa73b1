/* SPDX-License-Identifier: MIT */
/* What starting any program that is linked to libyaml costs: it uses one function of it, and ends. */
#include <yaml.h>

int main(void)
{
	return *yaml_get_version_string() == '\0';
}
