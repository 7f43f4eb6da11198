// SPDX-License-Identifier: MIT
#include "server/app/console.h"
#include <QFile>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace salon::server {

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    if (!bytes.endsWith('\n'))
        std::fputc('\n', stdout);
    std::fflush(stdout);
}

int fail(const QString &sentence, ExitCode code)
{
    std::fprintf(stderr, "salond: %s\n", qUtf8Printable(sentence));
    return code;
}

int fail(const Error &error, ExitCode code)
{
    return fail(error.path.isEmpty() ? error.message : error.path + u": "_s + error.message, code);
}

QByteArray allInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return input.readAll();
}

} // namespace salon::server
