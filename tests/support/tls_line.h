// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/test_certificates.h"

namespace salon::test {

//! Whether this process's raw clients and gateways speak TLS: SALON_TEST_TLS is set. So the same
//! tests run over both.
inline bool isTlsWanted()
{
    return qEnvironmentVariableIsSet("SALON_TEST_TLS");
}

//! What its gateways show; made at the first call.
inline const TestCertificate &tlsIdentity()
{
    static TestAuthority authority;
    static const TestCertificate identity = authority.issue();
    return identity;
}

} // namespace salon::test
