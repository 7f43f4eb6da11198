// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <array>
#include <span>
#include <string_view>

namespace salon::protocol {

//! A way in which a request can be refused. A kind lists its own as `faults`; what any may meet
//! stands here once.
struct Fault {
    ErrorCode code = ErrorCode::Internal;
    Reason reason = Reason::None;
    std::string_view when = {}; //!< where code and reason do not say it all

    constexpr bool isSame(const Fault &other) const
    {
        return code == other.code && reason == other.reason;
    }
};

inline constexpr Fault kNotFound{ErrorCode::NotFound};
inline constexpr Fault kNotAMember{ErrorCode::Forbidden, Reason::NotAMember};
inline constexpr Fault kNotTheOwner{ErrorCode::Forbidden, Reason::NotTheOwner};
inline constexpr Fault kDirectRoom{ErrorCode::Forbidden, Reason::DirectRoom};
inline constexpr Fault kNotYourMessage{ErrorCode::Forbidden, Reason::NotYourMessage};
inline constexpr Fault kNameNotAllowed{ErrorCode::BadRequest, Reason::NameNotAllowed};
inline constexpr Fault kWrongPassword{ErrorCode::Unauthorized, Reason::WrongPassword};
inline constexpr Fault kPasswordTooShort{ErrorCode::BadRequest, Reason::PasswordTooShort};
inline constexpr Fault kPasswordTooCommon{ErrorCode::BadRequest, Reason::PasswordTooCommon};

//! Any request may meet them.
inline constexpr std::array kFaultsOfAll{
    Fault{ErrorCode::BadRequest},
    Fault{ErrorCode::TooLarge},
    Fault{ErrorCode::Unavailable, Reason::Busy},
    Fault{ErrorCode::Unavailable, Reason::StorageFull},
    Fault{ErrorCode::Unavailable, Reason::StorageFailed},
    Fault{ErrorCode::Stopping},
    Fault{ErrorCode::Internal},
};

//! Of what needs a session.
inline constexpr std::array kFaultsOfSession{
    Fault{ErrorCode::Unauthorized},
    Fault{ErrorCode::SessionExpired},
    Fault{ErrorCode::SessionRevoked},
    Fault{ErrorCode::RateLimited},
};

//! A request's own.
template <class T>
constexpr std::span<const Fault> faultsOf()
{
    if constexpr (requires { T::faults; })
        return T::faults;
    else
        return {};
}

} // namespace salon::protocol
