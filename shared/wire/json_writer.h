// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QString>
#include <string_view>

namespace salon::wire {

//! Writes JSON straight to UTF-8 bytes. The caller keeps objects and arrays balanced.
class JsonWriter {
public:
    explicit JsonWriter(qsizetype reserve = 256) { m_out.reserve(reserve); }

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    void key(std::string_view ascii);
    void string(QStringView text); //!< a lone surrogate becomes U+FFFD
    void asciiString(std::string_view text); //!< needs no escapes: digits, our own words
    void integer(qint64 number);
    void boolean(bool truth);
    void null();
    //! A value that is JSON already.
    void raw(QByteArrayView json);

    const QByteArray &bytes() const { return m_out; }
    QByteArray take() { return std::move(m_out); }

private:
    void separate();
    void open(char bracket);
    void close(char bracket);

    QByteArray m_out;
    bool m_needsComma = false;
};

} // namespace salon::wire
