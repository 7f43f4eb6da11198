// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/keychain.h"
#include <QHash>
#include <QTimer>

namespace salon::client {

//! A keychain in memory, which can refuse or keep silent.
class FakeKeychain final : public Keychain {
public:
    struct Content {
        QHash<QString, QByteArray> secrets;
        bool refuses = false;
        int reads = 0;
    };
    explicit FakeKeychain(Content &content) : m_content(content) { }

    void read(const QString &key, std::function<void(std::optional<QByteArray>)> answer) override
    {
        ++m_content.reads;
        QTimer::singleShot(0, this, [this, key, answer] {
            const bool isThere = !m_content.refuses && m_content.secrets.contains(key);
            answer(isThere ? std::optional(m_content.secrets.value(key)) : std::nullopt);
        });
    }
    void write(const QString &key, const QByteArray &secret,
               std::function<void(bool)> answer) override
    {
        QTimer::singleShot(0, this, [this, key, secret, answer] {
            if (!m_content.refuses)
                m_content.secrets.insert(key, secret);
            answer(!m_content.refuses);
        });
    }
    void remove(const QString &key) override { m_content.secrets.remove(key); }

private:
    Content &m_content;
};

} // namespace salon::client
