// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QString>
#include <concepts>

namespace salon::server {

//! Writes one flat JSON object (RFC 8259) as UTF-8 on one line, for logs and figures; what the
//! wire says is encoded by shared/wire instead. Values are escaped, also U+2028 and U+2029.
class JsonLine {
public:
    JsonLine() : m_bytes("{") { }

    JsonLine &add(QByteArrayView key, QStringView value);
    JsonLine &add(QByteArrayView key, qint64 value);
    JsonLine &add(QByteArrayView key, double value); //!< null when not finite
    JsonLine &add(QByteArrayView key, std::same_as<bool> auto value)
    {
        return addRaw(key, value ? "true" : "false"); // no pointer may become a bool
    }
    //! `json` is taken as it is.
    JsonLine &addRaw(QByteArrayView key, QByteArrayView json);

    //! The whole object, without a line feed.
    QByteArray finish() &&;

private:
    void begin(QByteArrayView key);
    void appendText(QStringView text);

    QByteArray m_bytes;
};

} // namespace salon::server
