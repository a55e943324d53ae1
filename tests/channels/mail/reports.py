"""Delivery reports as the large servers write them, each about one mail of ours.

Taken from reports of Postfix 3.7, Exim 4.96, Exchange Online, Gmail and Yandex; names and hosts are made up.
`{header}` is the Message-ID of the mail, `{to}` its recipient, `{back}` where the report goes.
"""

from __future__ import annotations

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.desk.test (Mail Delivery System)
To: {back}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-Id: <20261120093511.4D2F71E00F5@mx.desk.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="3F6DE1E00F3.1763631311/mx.desk.test"

This is a MIME-encapsulated message.

--3F6DE1E00F3.1763631311/mx.desk.test
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.desk.test.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{to}>: host mx.alpha.test[192.0.2.7] said: 552 5.2.2 <{to}>:
    Mailbox is full / Blocks limit exceeded / Inode limit exceeded (in reply to
    RCPT TO command)

--3F6DE1E00F3.1763631311/mx.desk.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.desk.test
X-Postfix-Queue-ID: 3F6DE1E00F3
X-Postfix-Sender: rfc822; {back}
Arrival-Date: Fri, 20 Nov 2026 12:35:10 +0300 (MSK)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: failed
Status: 5.2.2
Remote-MTA: dns; mx.alpha.test
Diagnostic-Code: smtp; 552 5.2.2 <{to}>: Mailbox is full / Blocks limit
    exceeded / Inode limit exceeded

--3F6DE1E00F3.1763631311/mx.desk.test
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Message-ID: <{header}>
Subject: x

--3F6DE1E00F3.1763631311/mx.desk.test--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.alpha.test>
To: {back}
References: <{header}>
Content-Type: multipart/report; report-type=delivery-status; boundary=1763631311-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1tDx-0001Ab-Cd@mail.alpha.test>

--1763631311-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    host mx.alpha.test [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{to}>:
    550 No such user here

--1763631311-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mail.alpha.test

Action: failed
Final-Recipient: rfc822;{to}
Status: 5.0.0
Remote-MTA: dns; mx.alpha.test
Diagnostic-Code: smtp; 550 No such user here

--1763631311-eximdsn-1804289383
Content-type: message/rfc822

Message-ID: <{header}>
Subject: x

body
--1763631311-eximdsn-1804289383--
"""

EXCHANGE = """\
From: <postmaster@alpha.onmicrosoft.test>
To: <{back}>
Subject: Undeliverable: [INC1] x
Auto-Submitted: auto-replied
In-Reply-To: <{header}>
References: <{header}>
Message-ID: <1b2c@VI1EUR04.prod.protection.outlook.test>
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="22e5-d3c3-4a4d-b0ac-c5"

--22e5-d3c3-4a4d-b0ac-c5
Content-Type: multipart/alternative; differences=Content-Type; boundary="a90f"

--a90f
Content-Type: text/plain; charset="utf-8"

Your message to {to} couldn't be delivered.
The recipient wasn't found at alpha.test.

--a90f
Content-Type: text/html; charset="utf-8"

<html><body>Your message to {to} couldn't be delivered.</body></html>

--a90f--

--22e5-d3c3-4a4d-b0ac-c5
Content-Type: message/delivery-status

Reporting-MTA: dns;VI1EUR04.prod.protection.outlook.test
Received-From-MTA: dns;mx.desk.test
Arrival-Date: Fri, 20 Nov 2026 09:35:10 +0000

Final-Recipient: rfc822;{to}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;
 Recipient {to} not found by SMTP address lookup

--22e5-d3c3-4a4d-b0ac-c5
Content-Type: message/rfc822

Message-ID: <{header}>
Subject: x

body
--22e5-d3c3-4a4d-b0ac-c5--
"""

GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.test>
To: {back}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{header}>
In-Reply-To: <{header}>
X-Failed-Recipients: {to}
Message-ID: <673d.mr@mx.google.test>
MIME-Version: 1.0
Content-Type: multipart/report; boundary="00000000000067"; report-type=delivery-status

--00000000000067
Content-Type: multipart/related; boundary="000000000000678"

--000000000000678
Content-Type: multipart/alternative; boundary="00000000000067e"

--00000000000067e
Content-Type: text/plain; charset="UTF-8"

** Message blocked **
The response from the remote server was:
550-5.2.1 The email account that you tried to reach is disabled. Learn more.

--00000000000067e--

--000000000000678--

--00000000000067
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.test
Arrival-Date: Fri, 20 Nov 2026 01:35:10 -0800 (PST)
X-Original-Message-ID: <{header}>

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.2.1
Remote-MTA: dns; gmail-smtp-in.l.google.test. (192.0.2.27, the server for the domain gmail.test.)
Diagnostic-Code: smtp; 550-5.2.1 The email account that you tried to reach is disabled. Learn more at
 550 5.2.1  https://support.google.test/mail/?p=DisabledUser 38308e7fff4ca - gsmtp
Last-Attempt-Date: Fri, 20 Nov 2026 01:35:11 -0800 (PST)

--00000000000067
Content-Type: message/rfc822

Message-ID: <{header}>
Subject: x

body
--00000000000067--
"""

YANDEX = """\
Return-Path: <>
From: mailer-daemon@yandex.test
To: {back}
Subject: =?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=
Auto-Submitted: auto-replied
Message-Id: <20261120093512.A1@forward500.mail.yandex.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="A1.1763631312/forward500.mail.yandex.test"

--A1.1763631312/forward500.mail.yandex.test
Content-Description: Notification
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Это письмо отправлено почтовым сервером yandex.ru.

К сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть
отправлено одному или нескольким адресатам.

<{to}>: host mx.yandex.test[192.0.2.21] said: 550 5.7.1 No such user! (in reply to RCPT TO command)

--A1.1763631312/forward500.mail.yandex.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; forward500.mail.yandex.test
X-Yandex-Queue-ID: A1
X-Yandex-Sender: rfc822; {back}

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: failed
Status: 5.7.1
Remote-MTA: dns; mx.yandex.test
Diagnostic-Code: smtp; 550 5.7.1 No such user!

--A1.1763631312/forward500.mail.yandex.test
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: <{header}>
Subject: x

body
--A1.1763631312/forward500.mail.yandex.test--
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mail.alpha.test
To: {back}
Subject: failure notice
Message-ID: <qmail.1@mail.alpha.test>

Hi. This is the qmail-send program at mail.alpha.test.
I'm afraid I wasn't able to deliver your message to the following addresses.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <{header}>
Subject: x
"""
