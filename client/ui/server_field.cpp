// SPDX-License-Identifier: MIT
#include "client/ui/server_field.h"
#include "client/ui/server_address.h"
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace salon::client {

ServerField::ServerField(const QString &name, QWidget *parent)
    : FormField(tr("Server"), new QLineEdit, name, parent)
{
    edit()->setPlaceholderText(u"chat.example.org"_s);
    edit()->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoAutoUppercase);
    connect(edit(), &QLineEdit::textChanged, this, [this] {
        const auto meant = server();
        setHint(meant && isExposed(*meant) ? tr("Not encrypted: others on the way can read it.")
                                           : QString());
    });
}

std::optional<QUrl> ServerField::server() const
{
    return serverFromTyping(edit()->text());
}

QString ServerField::problem() const
{
    return edit()->text().trimmed().isEmpty()
        ? tr("Type the address of your server.")
        : tr("This is not an address. It looks like chat.example.org.");
}

} // namespace salon::client
